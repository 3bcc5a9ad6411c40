//! A target in data files.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{ArchSet, PlatformSet, Release, Target};

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let options: BTreeMap<_, _> = self.options().map(|(symbol, on)| (symbol.name(), on)).collect();
        let mut target = serializer.serialize_struct("Target", 4)?;
        target.serialize_field("release", &self.release())?;
        target.serialize_field("platforms", &self.platforms())?;
        target.serialize_field("arches", &self.arches())?;
        target.serialize_field("build-options", &options)?;
        target.end()
    }
}

/// What a data file may say; what it leaves out stays at its default.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Written {
    release: Option<Release>,
    platforms: Option<PlatformSet>,
    arches: Option<ArchSet>,
    build_options: BTreeMap<String, bool>,
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let target = Self::default()
            .with_release(written.release.unwrap_or(Release::NEWEST))
            .with_platforms(written.platforms.unwrap_or(PlatformSet::NONE))
            .with_arches(written.arches.unwrap_or(ArchSet::NONE));
        let mut options = written.build_options.into_iter();
        options
            .try_fold(target, |target, (symbol, on)| target.with_option(&symbol, on))
            .map_err(Error::custom)
    }
}
