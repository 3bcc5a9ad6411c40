//! The machine and its iPXE.

use ipxe_catalog::{Arch, Platform, Target, Version};

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
    /// The value of `${platform}`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::platform"))]
    pub platform: Option<Platform>,
    /// The value of `${buildarch}`: the architecture of the iPXE build, not of the processor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::arch"))]
    pub buildarch: Option<Arch>,
    /// The iPXE release, or the version of a snapshot: `1.21.1+`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::release"))]
    pub release: Option<Version>,
}

impl Machine {
    /// The known facts, as a target.
    #[must_use]
    pub fn target(&self) -> Target {
        let target = Target::default()
            .with_platforms(self.platform.into_iter().collect())
            .with_arches(self.buildarch.into_iter().collect());
        self.release.into_iter().fold(target, Target::with_version)
    }
}
