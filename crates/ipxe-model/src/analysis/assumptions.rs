use ipxe_catalog::{Arch, Platform};
use ipxe_machine::{profile::Profile, settings::Settings};

use crate::graph::CommandSet;

/// What the analysis may assume about the machine and the network before the script begins.
///
/// Without an assumption, everything is possible: any setting may have any value, and images and menus of earlier
/// scripts may exist.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is assumed or not")]
pub struct Assumptions<'p> {
    pub(super) settings: Settings,
    pub(super) profile: Option<&'p Profile>,
    pub(super) complete: bool,
    pub(super) first: bool,
    pub(super) opaque: CommandSet,
    pub(super) kernels: CommandSet,
    pub(super) machine: Option<(Platform, Vec<Arch>)>,
    pub(super) unattended: bool,
    pub(super) holes: bool,
}

impl<'p> Assumptions<'p> {
    /// Assumes that these settings have these values when the script begins. Other settings may have values, too.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let (opaque, kernels, machine) = Default::default();
        let (profile, complete, first, unattended, holes) = Default::default();
        Self { settings, profile, complete, first, opaque, kernels, machine, unattended, holes }
    }

    /// Also assumes that these commands download Linux kernels: executing such an image takes the machine over for
    /// good, or fails.
    #[must_use]
    pub fn with_profile(mut self, profile: &'p Profile) -> Self {
        profile.apply(&mut self.settings);
        Self { profile: Some(profile), ..self }
    }

    /// Also assumes that the named settings are all: no other setting has a value, except those that iPXE computes.
    #[must_use]
    pub fn complete(self) -> Self {
        Self { complete: true, ..self }
    }

    /// Also assumes that no script ran before: there are no images and no menus.
    #[must_use]
    pub fn first(self) -> Self {
        Self { first: true, ..self }
    }

    /// Also marks commands whose words iPXE will not see as written, such as commands with template markup. Their
    /// effects are unknown.
    #[must_use]
    pub fn with_opaque(self, commands: CommandSet) -> Self {
        Self { opaque: commands, ..self }
    }

    /// Also assumes that these commands download Linux kernels: executing such an image succeeds without returning to
    /// the script, or fails.
    #[must_use]
    pub fn with_kernels(self, commands: CommandSet) -> Self {
        Self { kernels: commands, ..self }
    }

    /// Also assumes that the machine has this firmware and a processor of one of these architectures. `${platform}` and
    /// `${buildarch}` have these values whatever other scripts do.
    #[must_use]
    pub fn on(self, platform: Platform, archs: impl IntoIterator<Item = Arch>) -> Self {
        Self { machine: Some((platform, archs.into_iter().collect())), ..self }
    }

    /// Also states whether the script was parsed with holes, the placeholders of a template.
    #[must_use]
    pub fn with_holes(self, holes: bool) -> Self {
        Self { holes, ..self }
    }

    /// Also assumes that no user is at the shell: `shell` ends the script.
    #[must_use]
    pub fn unattended(self) -> Self {
        Self { unattended: true, ..self }
    }
}
