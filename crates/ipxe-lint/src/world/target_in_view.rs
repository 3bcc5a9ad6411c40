use std::collections::BTreeMap;

use ipxe_catalog::{Arch, ArchSet, BuildSymbol, Catalog, Platform, PlatformSet, Target, Version};
use ipxe_machine::{
    context::{ContextValue, DhcpAnswer, Interface, Machine, NetworkContext},
    profile::Profile,
    simulate::{ContextEnvironment, MachineState},
};

use super::{Origin, Resolved};

/// The target iPXE, merged from all sources, with the source of each part.
///
/// Executing, resolving and checking a script all use this target. The first argument of [`World::new`] takes
/// precedence. If several platforms (or architectures) are targets, and the context's machine is one of them, only that
/// one remains. The same is true if no source names any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct World {
    /// The release or snapshot.
    pub version: Resolved<Version>,
    /// The platforms.
    pub platforms: Resolved<PlatformSet>,
    /// The processor architectures.
    pub arches: Resolved<ArchSet>,
    /// How the build differs from the stock build.
    pub build_options: BTreeMap<BuildSymbol, Resolved<bool>>,
}

impl World {
    /// Merges the stated targets, the strongest first, for a machine.
    pub fn new<'t>(
        strongest_first: impl IntoIterator<Item = (Origin, &'t Target)>,
        machine: &Machine,
    ) -> Self {
        let stated: Vec<(Origin, &Target)> = strongest_first.into_iter().collect();
        let platforms =
            one_of(strongest(&stated, Target::stated_platforms), machine.platform, PlatformSet::contains);
        let arches = one_of(strongest(&stated, Target::stated_arches), machine.buildarch, ArchSet::contains);
        let options = stated.iter().rev().flat_map(|(origin, target)| {
            target.options().map(|(symbol, on)| (symbol, Resolved::new(on, *origin)))
        });
        let standard = Target::default();
        Self {
            version: or(strongest(&stated, Target::stated_version), standard.version()),
            platforms: or(platforms, standard.platforms()),
            arches: or(arches, standard.arches()),
            build_options: options.collect(),
        }
    }

    /// All of it as a target.
    #[must_use]
    pub fn target(&self) -> Target {
        let target = Target::default()
            .with_version(self.version.value)
            .with_platforms(self.platforms.value)
            .with_arches(self.arches.value);
        let options = self.build_options.iter();
        options.fold(target, |target, (symbol, on)| target.with_symbol(*symbol, on.value))
    }

    /// The machine, as far as it is known.
    #[must_use]
    pub fn machine(&self) -> Machine {
        let mut machine = Machine::default();
        machine.platform = only(self.platforms.value.iter());
        machine.buildarch = only(self.arches.value.iter());
        machine.release = Some(self.version.value);
        machine
    }

    /// The machine of a context with this target, switched on, with its environment; everything unknown is open: the
    /// input of an [`Explorer`](ipxe_machine::simulate::Explorer). If no network interface is known (and the context
    /// does not state that there is none), there is one that is open.
    #[must_use]
    pub fn open(
        &self,
        mut context: NetworkContext,
        profile: Option<&Profile>,
    ) -> (MachineState, ContextEnvironment) {
        context.machine = self.machine();
        let catalog = Catalog::new(self.target());
        // Not in the context itself: the facts about an interface there are not open.
        let with_interface = (context.interfaces().is_empty() && !context.complete)
            .then(|| context.clone().interface("net0", unknown_interface()).ok())
            .flatten();
        let mut settings = match with_interface {
            Some(context) => context.settings(&catalog),
            None => context.initial_settings(&catalog),
        };
        if let Some(profile) = profile {
            profile.apply(&mut settings);
        }
        (MachineState::new(settings), ContextEnvironment::new(context))
    }

    /// The same on one machine, for a run: of several kinds, the usual one if it is among them.
    #[must_use]
    pub fn on_one_machine(mut self) -> Self {
        let platform = usual(self.platforms.value.iter(), Platform::Efi);
        let arch = usual(self.arches.value.iter(), Arch::X86_64);
        self.platforms.value = PlatformSet::of(&[platform]);
        self.arches.value = ArchSet::of(&[arch]);
        self
    }
}

/// An interface about which nothing is known except that it was configured.
fn unknown_interface() -> Interface {
    let configured = ["ip", "netmask", "gateway"]
        .into_iter()
        .try_fold(DhcpAnswer::new(), |answer, name| answer.option(name, ContextValue::unknown()));
    configured.map_or_else(|_| Interface::new(), |answer| Interface::new().dhcp(answer))
}

/// The value of the strongest source that states one.
fn strongest<T>(stated: &[(Origin, &Target)], what: impl Fn(&Target) -> Option<T>) -> Option<Resolved<T>> {
    stated.iter().find_map(|(origin, target)| Some(Resolved::new(what(target)?, *origin)))
}

fn or<T>(found: Option<Resolved<T>>, default: T) -> Resolved<T> {
    found.unwrap_or(Resolved::new(default, Origin::Default))
}

/// If there are several, only the machine's, if it is one of them.
fn one_of<S: Copy + PartialEq + FromIterator<T>, T: Copy>(
    found: Option<Resolved<S>>,
    machine: Option<T>,
    contains: impl Fn(S, T) -> bool,
) -> Option<Resolved<S>> {
    let known = machine.filter(|one| found.is_none_or(|found| contains(found.value, *one)));
    let by_machine = known.map(|one| Resolved::new(std::iter::once(one).collect(), Origin::Context));
    match (found, by_machine) {
        (Some(found), Some(by_machine)) if found.value == by_machine.value => Some(found),
        (found, by_machine) => by_machine.or(found),
    }
}

/// The only one. None if there are several, or none.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// The usual one, if it is among them; otherwise the first.
fn usual<T: Copy + PartialEq>(all: impl Iterator<Item = T>, usual: T) -> T {
    let all: Vec<T> = all.collect();
    if all.contains(&usual) { usual } else { all.first().copied().unwrap_or(usual) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFI: Platform = Platform::Efi;
    const BIOS: Platform = Platform::Pcbios;
    const LINUX: Platform = Platform::Linux;

    /// The target platforms out of the stated ones, the strongest first, on a machine; and the platform of a run.
    fn platforms(stated: &[&[Platform]], machine: Option<Platform>) -> (PlatformSet, Origin, PlatformSet) {
        let targets: Vec<Target> = stated
            .iter()
            .map(|platforms| Target::default().with_platforms(PlatformSet::of(platforms)))
            .collect();
        let mut known = Machine::default();
        known.platform = machine;
        let stated = targets.iter().enumerate().map(|(at, target)| (Origin::Config(at), target));
        let world = World::new(stated, &known);
        (world.platforms.value, world.platforms.origin, world.on_one_machine().platforms.value)
    }

    #[test]
    fn the_strongest_counts_and_the_machine_is_one_of_those_in_view() {
        let all = |platforms: &[Platform]| PlatformSet::of(platforms);
        let both = all(&[BIOS, EFI]);
        assert_eq!(platforms(&[], None), (both, Origin::Default, all(&[EFI])));
        assert_eq!(platforms(&[], Some(LINUX)), (all(&[LINUX]), Origin::Context, all(&[LINUX])));
        assert_eq!(platforms(&[&[], &[BIOS]], None), (all(&[BIOS]), Origin::Config(1), all(&[BIOS])));
        assert_eq!(platforms(&[&[EFI], &[BIOS]], None), (all(&[EFI]), Origin::Config(0), all(&[EFI])));
        assert_eq!(platforms(&[&[BIOS]], Some(EFI)), (all(&[BIOS]), Origin::Config(0), all(&[BIOS])));
        assert_eq!(platforms(&[&[BIOS, EFI]], Some(BIOS)), (all(&[BIOS]), Origin::Context, all(&[BIOS])));
        let (in_view, _, run) = platforms(&[&[BIOS, LINUX]], Some(EFI));
        assert_eq!((in_view, run), (all(&[BIOS, LINUX]), all(&[BIOS])));
    }
}
