use std::collections::BTreeMap;

use ipxe_catalog::{Arch, BuildSymbol, Platform, Release};
use serde::{Deserialize, Serialize};

/// What one source says of the iPXE that scripts are for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TargetConfig {
    /// The release.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::release"))]
    pub release: Option<Release>,
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
}

impl TargetConfig {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
