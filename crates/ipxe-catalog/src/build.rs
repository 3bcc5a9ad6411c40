//! The conditions for a feature to be in a build of iPXE.

use std::fmt;

use crate::build_option::LinkedPart;
use crate::{ArchSet, MachineSet, Platform, PlatformSet};

/// How a feature gets into a binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Linkage {
    /// It is part of every build.
    Always,
    /// Build options decide: see [`Build::alternatives`].
    Options,
    /// It comes with certain network drivers: not in a Linux build.
    Drivers,
    /// It comes with any feature that needs it.
    Dependency,
    /// No build option enables it: it is only available after changes to iPXE.
    Never,
}

/// The conditions under which a feature is compiled in, and the stock builds that have it.
///
/// [`Catalog::availability`](crate::Catalog::availability) evaluates it for a target.
#[derive(Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Build {
    /// What decides.
    pub linkage: Linkage,
    /// Sets of build options, one of which must be complete. Empty unless build options decide.
    pub alternatives: &'static [Alternative],
    /// The platforms that can have it, with any options.
    pub platforms: PlatformSet,
    /// The architectures that can have it, with any options. If these are not all, its function only exists there
    /// (`cpuid` asks an x86 processor), and a script for every architecture may rely on its absence elsewhere.
    pub arches: ArchSet,
    /// The stock builds that have it. Machines that the release cannot be built for may be included; they have no
    /// effect.
    pub default: MachineSet,
}

impl Build {
    /// Every build symbol that matters, each once, in order of mention.
    pub fn symbols(&self) -> impl Iterator<Item = &'static str> {
        let all = |alternative: &'static Alternative| alternative.all_of.iter().copied();
        let earlier =
            |at: usize, symbol: &str| self.alternatives[..at].iter().any(|a| a.all_of.contains(&symbol));
        self.alternatives
            .iter()
            .enumerate()
            .flat_map(move |(at, alternative)| all(alternative).filter(move |symbol| !earlier(at, symbol)))
    }

    /// The parts of iPXE, such as `usb` or `fc` (Fibre Channel), that must also be in the binary before the option has
    /// any effect. The drivers of a binary determine which parts it has; the default and
    /// [`Catalog::availability`](crate::Catalog::availability) assume that they exist.
    pub fn only_if_linked(&self) -> impl Iterator<Item = &'static str> {
        self.alternatives.iter().flat_map(|alternative| alternative.only_if_linked.iter().copied())
    }
}

/// One way to enable a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Alternative {
    /// Build symbols that must all be defined. One of the form `NAME=value` must have that value.
    pub all_of: &'static [&'static str],
    /// The only platform for which this works.
    pub platform: Option<Platform>,
    /// Parts of iPXE that must be in the binary for other reasons.
    pub only_if_linked: &'static [&'static str],
}

impl Alternative {
    /// For the generated tables.
    pub(crate) const fn new(
        all_of: &'static [&'static str],
        platform: Option<Platform>,
        only_if_linked: &'static [&'static str],
    ) -> Self {
        Self { all_of, platform, only_if_linked }
    }
}

impl Alternative {
    /// For each required part that options provide: these options, one of which is enough.
    ///
    /// ```
    /// use ipxe_catalog::{Catalog, Target};
    ///
    /// let unpack = Catalog::new(Target::default()).command(b"imgextract").unwrap();
    /// let [way] = unpack.form.build.alternatives else { panic!("one way") };
    /// assert!(way.one_of().any(|options| options.contains(&"IMAGE_GZIP")));
    /// ```
    pub fn one_of(&self) -> impl Iterator<Item = &'static [&'static str]> {
        let symbols = |part: &&str| LinkedPart::find(part).map(|part| part.symbols);
        self.only_if_linked.iter().filter_map(symbols).filter(|symbols| !symbols.is_empty())
    }
}

impl fmt::Display for Alternative {
    /// `A and B`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, symbol) in self.all_of.iter().enumerate() {
            write!(f, "{}{symbol}", if at == 0 { "" } else { " and " })?;
        }
        Ok(())
    }
}
