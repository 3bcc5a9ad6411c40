//! The machine and its iPXE.

use ipxe_catalog::{Arch, ArchSet, Platform, PlatformSet, Release, Target};

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

impl Machine {
    /// The target, and of it what this machine is. What the target says and the machine is not, stays as it is: the target
    /// then is for other machines.
    #[must_use]
    pub fn narrow(&self, target: &Target) -> Target {
        let standard = Target::default();
        let mut narrowed = target.clone();
        if let Some(release) = self.release.filter(|_| target.release() == standard.release()) {
            narrowed = narrowed.with_release(release);
        }
        let is_open = target.platforms() == standard.platforms();
        if let Some(platform) = self.platform.filter(|one| is_open || target.platforms().contains(*one)) {
            narrowed = narrowed.with_platforms(PlatformSet::of(&[platform]));
        }
        if let Some(arch) = self.buildarch.filter(|one| target.arches().contains(*one)) {
            narrowed = narrowed.with_arches(ArchSet::of(&[arch]));
        }
        narrowed
    }
}
