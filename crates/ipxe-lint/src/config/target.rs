use std::{collections::BTreeMap, path::PathBuf};

use ipxe_catalog::{Arch, Banner, BuildSymbol, Platform, Target, Version};
use serde::{Deserialize, Serialize};

/// What one source says of the iPXE that scripts are for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TargetConfig {
    /// The release; or with a `+`, as in `1.21.1+`, snapshots of the development after it.
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
    /// What the build has that the stock build has not (`true`), or the reverse (`false`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::build_options"))]
    pub build_options: BTreeMap<BuildSymbol, bool>,
    /// What iPXE shows when it starts, `iPXE 1.21.1+ … Features: …`: says what the rest leaves open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::banner"))]
    pub banner: Option<Banner>,
    /// The file with that text, in place of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_file: Option<PathBuf>,
}

impl TargetConfig {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it says, as a target, but for what the banner does.
    #[must_use]
    pub fn target(&self) -> Target {
        let target = Target::default()
            .with_platforms(self.platforms.iter().flatten().copied().collect())
            .with_arches(self.arches.iter().flatten().copied().collect());
        let target = self.release.into_iter().fold(target, Target::with_version);
        self.build_options.iter().fold(target, |target, (symbol, on)| target.with_symbol(*symbol, *on))
    }
}
