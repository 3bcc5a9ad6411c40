//! Which iPXE it is: what the options say, over the configuration, over the context.

use ipxe_catalog::{Arch, ArchSet, Platform, PlatformSet, Release, Target};
use ipxe_lint::config::TargetConfig;
use ipxe_machine::context::Machine;

use super::Build;
use crate::failure::Failure;

/// All that is said of the iPXE that executes a script.
///
/// What stands nearer to the command counts: its options, the context that it names, the target in the configuration, the
/// context that the configuration names.
#[derive(Debug, Default)]
pub(crate) struct Builds {
    /// What the command says.
    pub(crate) own: Build,
    /// Whether the command also says which context counts.
    pub(crate) has_own_context: bool,
    /// What the configuration says.
    pub(crate) configured: TargetConfig,
}

impl Builds {
    /// The build as far as it is known, also to the machine.
    pub(super) fn narrow(&self, machine: &mut Machine) -> Result<Target, Failure> {
        let release = self.release(machine);
        let (platform, platforms) = self.platform(machine).narrow();
        let (arch, arches) = self.arch(machine).narrow();
        (machine.platform, machine.buildarch, machine.release) = (platform, arch, Some(release));
        let (platforms, arches) = (PlatformSet::of(&platforms), ArchSet::of(&arches));
        self.target(release, platforms, arches)
    }

    /// The build as a whole; what is left open is decided, and noted in the machine: a run happens on one.
    pub(super) fn complete(&self, machine: &mut Machine) -> Result<Target, Failure> {
        let release = self.release(machine);
        let platform = self.platform(machine).complete(Platform::Efi);
        let arch = self.arch(machine).complete(Arch::X86_64);
        (machine.platform, machine.buildarch, machine.release) = (Some(platform), Some(arch), Some(release));
        self.target(release, PlatformSet::of(&[platform]), ArchSet::of(&[arch]))
    }

    fn release(&self, machine: &Machine) -> Release {
        let own = self.own.release.or(machine.release.filter(|_| self.has_own_context));
        own.or(self.configured.release).or(machine.release).unwrap_or(Release::Head)
    }

    fn platform(&self, machine: &Machine) -> Candidates<'_, Platform> {
        self.candidates(self.own.platform, machine.platform, self.configured.platforms.as_deref())
    }

    fn arch(&self, machine: &Machine) -> Candidates<'_, Arch> {
        self.candidates(self.own.arch, machine.buildarch, self.configured.arches.as_deref())
    }

    fn candidates<'c, T: Copy>(
        &self,
        own: Option<T>,
        machine: Option<T>,
        configured: Option<&'c [T]>,
    ) -> Candidates<'c, T> {
        Candidates {
            own: own.or(machine.filter(|_| self.has_own_context)),
            configured: configured.unwrap_or_default(),
            machine,
        }
    }

    fn target(&self, release: Release, platforms: PlatformSet, arches: ArchSet) -> Result<Target, Failure> {
        let target = Target::default().with_release(release).with_platforms(platforms).with_arches(arches);
        let configured = self.configured.build_options.iter().map(|(symbol, on)| (symbol, *on));
        let mut options = configured.chain(self.own.options.iter().map(|(symbol, on)| (symbol, *on)));
        Ok(options.try_fold(target, |target, (symbol, on)| target.with_option(symbol.name(), on))?)
    }
}

/// What a platform, or an architecture, may be.
struct Candidates<'c, T> {
    /// It is that one.
    own: Option<T>,
    /// It is one of these; none: nothing is configured.
    configured: &'c [T],
    /// What the context says: it picks among those configured.
    machine: Option<T>,
}

impl<T: Copy + PartialEq> Candidates<'_, T> {
    /// The one, if it is known, and all that it may be; none: any.
    fn narrow(&self) -> (Option<T>, Vec<T>) {
        let known = self.own.or_else(|| match self.configured {
            [] => self.machine,
            [one] => Some(*one),
            several => self.machine.filter(|one| several.contains(one)),
        });
        (known, known.map_or_else(|| self.configured.to_vec(), |one| vec![one]))
    }

    /// The one; of several, the usual one if it is among them.
    fn complete(&self, usual: T) -> T {
        match self.narrow() {
            (Some(one), _) => one,
            (None, several) if several.contains(&usual) => usual,
            (None, several) => several.first().copied().unwrap_or(usual),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What counts of the platforms that the options, the configuration and the context name.
    fn platform(own: Option<Platform>, configured: &[Platform], machine: Option<Platform>) -> Platform {
        Candidates { own, configured, machine }.complete(Platform::Efi)
    }

    #[test]
    fn a_run_happens_on_one_platform_of_those_in_view() {
        let (efi, bios, linux) = (Platform::Efi, Platform::Pcbios, Platform::Linux);
        assert_eq!(platform(None, &[], None), efi);
        assert_eq!(platform(None, &[], Some(bios)), bios);
        assert_eq!(platform(None, &[linux], Some(bios)), linux, "the target goes before its context");
        assert_eq!(platform(None, &[bios, efi], None), efi, "the usual one");
        assert_eq!(platform(None, &[bios, efi], Some(bios)), bios, "the context's");
        assert_eq!(platform(None, &[bios, linux], None), bios, "the first");
        assert_eq!(platform(Some(bios), &[efi], Some(efi)), bios, "what was asked for");
    }
}
