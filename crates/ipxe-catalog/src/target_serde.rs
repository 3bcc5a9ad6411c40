//! A target in data files.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::{ArchSet, BuildSymbol, PlatformSet, Target, Version};

/// The contents of a data file; a missing field is not stated.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Read {
    release: Option<Version>,
    platforms: Option<PlatformSet>,
    arches: Option<ArchSet>,
    build_options: BTreeMap<BuildSymbol, bool>,
}

/// The same, for writing.
#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<Version>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platforms: Option<PlatformSet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arches: Option<ArchSet>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    build_options: BTreeMap<&'static str, bool>,
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            release: self.stated_version(),
            platforms: self.stated_platforms(),
            arches: self.stated_arches(),
            build_options: self.options().map(|(symbol, on)| (symbol.name(), on)).collect(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Read::deserialize(deserializer)?;
        let target = Self::default()
            .with_platforms(read.platforms.unwrap_or(PlatformSet::NONE))
            .with_arches(read.arches.unwrap_or(ArchSet::NONE));
        let target = read.release.into_iter().fold(target, Self::with_version);
        let options = read.build_options.into_iter();
        Ok(options.fold(target, |target, (symbol, on)| target.with_symbol(symbol, on)))
    }
}
