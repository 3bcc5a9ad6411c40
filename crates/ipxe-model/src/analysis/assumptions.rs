use ipxe_catalog::{Arch, Platform};
use ipxe_machine::{profile::Profile, settings::Settings};

use crate::graph::CommandSet;

/// What may be assumed of the world in which a script begins.
///
/// Whatever is not assumed may be: any setting may have any value, images and menus may be left over.
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
    /// These settings when the script begins; others may have values, too.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let (opaque, kernels, machine) = Default::default();
        let (profile, complete, first, unattended, holes) = Default::default();
        Self { settings, profile, complete, first, opaque, kernels, machine, unattended, holes }
    }

    /// The same assumptions, and a profile's settings, whose values are unknown.
    #[must_use]
    pub fn with_profile(mut self, profile: &'p Profile) -> Self {
        profile.apply(&mut self.settings);
        Self { profile: Some(profile), ..self }
    }

    /// The same assumptions, and no setting that they do not name has a value but those that iPXE computes.
    #[must_use]
    pub fn complete(self) -> Self {
        Self { complete: true, ..self }
    }

    /// The same assumptions, and no script ran before: there are no images and no menus.
    #[must_use]
    pub fn first(self) -> Self {
        Self { first: true, ..self }
    }

    /// The same assumptions, but for commands whose words are not what iPXE will see, such as those of templates.
    #[must_use]
    pub fn with_opaque(self, commands: CommandSet) -> Self {
        Self { opaque: commands, ..self }
    }

    /// The same assumptions, and what these commands download, or would, takes the machine over for good once it is
    /// executed, unless that fails: Linux kernels.
    #[must_use]
    pub fn with_kernels(self, commands: CommandSet) -> Self {
        Self { kernels: commands, ..self }
    }

    /// The same assumptions, and the machine has that firmware, and a processor of one of these architectures, as
    /// `${platform}` and `${buildarch}` say, whatever scripts this one executes do.
    #[must_use]
    pub fn on(self, platform: Platform, archs: impl IntoIterator<Item = Arch>) -> Self {
        Self { machine: Some((platform, archs.into_iter().collect())), ..self }
    }

    /// The same assumptions, and the script was parsed with holes, or was not.
    #[must_use]
    pub fn with_holes(self, holes: bool) -> Self {
        Self { holes, ..self }
    }

    /// The same assumptions, and nobody sits at a shell: it is where the script ends.
    #[must_use]
    pub fn unattended(self) -> Self {
        Self { unattended: true, ..self }
    }
}
