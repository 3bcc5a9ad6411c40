//! A target in data files.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::{ArchSet, PlatformSet, Target, Version};

/// What a data file may say; what it leaves out was not stated.
#[derive(Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<Version>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platforms: Option<PlatformSet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arches: Option<ArchSet>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    build_options: BTreeMap<String, bool>,
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            release: self.stated_version(),
            platforms: self.stated_platforms(),
            arches: self.stated_arches(),
            build_options: self.options().map(|(symbol, on)| (symbol.name().to_owned(), on)).collect(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let target = Self::default()
            .with_platforms(written.platforms.unwrap_or(PlatformSet::NONE))
            .with_arches(written.arches.unwrap_or(ArchSet::NONE));
        let target = written.release.into_iter().fold(target, Self::with_version);
        let mut options = written.build_options.into_iter();
        options
            .try_fold(target, |target, (symbol, on)| target.with_option(&symbol, on))
            .map_err(Error::custom)
    }
}
