//! The machine and its iPXE.

use ipxe_catalog::{Arch, Platform, Release};

/// What is known about the machine and the iPXE that runs on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Machine {
    /// What `${platform}` shows.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::platform"))]
    pub platform: Option<Platform>,
    /// What `${buildarch}` shows: the architecture of the iPXE build, not of the processor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::arch"))]
    pub buildarch: Option<Arch>,
    /// The iPXE release.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::release"))]
    pub release: Option<Release>,
}
