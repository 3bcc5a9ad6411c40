use std::{collections::BTreeMap, path::PathBuf};

use ipxe_catalog::{Arch, Banner, BuildSymbol, Platform, Target, Version};
use serde::{Deserialize, Serialize};

/// The target iPXE of the scripts, as far as one source states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TargetConfig {
    /// The release. With a `+`, as in `1.21.1+`, a snapshot of the development after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::release"))]
    pub release: Option<Version>,
    /// The platforms.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "super::named::list")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::platforms"))]
    pub platforms: Option<Vec<Platform>>,
    /// The processor architectures.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "super::named::list")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::arches"))]
    pub arches: Option<Vec<Arch>>,
    /// Build options that differ from the stock build: enabled (`true`) or disabled (`false`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::build_options"))]
    pub build_options: BTreeMap<BuildSymbol, bool>,
    /// The text that iPXE shows when it starts, `iPXE 1.21.1+ … Features: …`: provides the values that the other keys
    /// do not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::banner"))]
    pub banner: Option<Banner>,
    /// A file with that text, instead of `banner`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_file: Option<PathBuf>,
}

impl TargetConfig {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same as a target, without the values of the banner.
    #[must_use]
    pub fn target(&self) -> Target {
        let target = Target::default()
            .with_platforms(self.platforms.iter().flatten().copied().collect())
            .with_arches(self.arches.iter().flatten().copied().collect());
        let target = self.release.into_iter().fold(target, Target::with_version);
        self.build_options.iter().fold(target, |target, (symbol, on)| target.with_symbol(*symbol, *on))
    }
}
