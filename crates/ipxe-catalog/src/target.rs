//! The machines and the build that a script is for.

use std::collections::BTreeMap;

use crate::build_option::{LinkedPart, default_of};
use crate::{
    ArchSet, Availability, Build, BuildSymbol, Linkage, MachineSet, Platform, PlatformSet, Release,
    UnknownName, Version, generated,
};

/// The machines that a script is for: a release of iPXE, platforms and architectures, and the differences of their
/// build from the stock build.
///
/// It distinguishes stated values from defaults, so that several targets can be merged. The default states nothing, and
/// means [`Version::DEFAULT`] with its stock build, on PC BIOS and UEFI machines of every architecture. People boot
/// machines with these two platforms; `linux` is iPXE's own test platform and `sbi` a start-up firmware of some RISC-V
/// boards, so findings about these only appear if they are requested.
///
/// ```
/// use ipxe_catalog::{Availability, Catalog, Platform, PlatformSet, Target};
///
/// let target = Target::default()
///     .with_platforms(PlatformSet::of(&[Platform::Pcbios]))
///     .with_option("PING_CMD", true)?;
/// let catalog = Catalog::new(target);
/// let ping = catalog.command(b"ping").unwrap();
/// assert_eq!(catalog.availability(ping.form.build), Availability::Everywhere);
/// # Ok::<(), ipxe_catalog::UnknownName>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Target {
    version: Option<Version>,
    platforms: Option<PlatformSet>,
    arches: Option<ArchSet>,
    options: BTreeMap<BuildSymbol, bool>,
}

/// Two targets are equal if they have the same machines and builds, stated or not.
impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        let all = |target: &Self| (target.version(), target.platforms(), target.arches());
        all(self) == all(other) && self.options == other.options
    }
}

impl Eq for Target {}

impl Target {
    /// The default platforms.
    pub const DEFAULT_PLATFORMS: PlatformSet = PlatformSet::of(&[Platform::Pcbios, Platform::Efi]);

    /// Sets the release.
    #[must_use]
    pub fn with_release(self, release: Release) -> Self {
        self.with_version(release.into())
    }

    /// Sets the release or snapshot.
    #[must_use]
    pub fn with_version(self, version: Version) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Sets the platforms; with none, the default ones.
    #[must_use]
    pub fn with_platforms(self, platforms: PlatformSet) -> Self {
        Self { platforms: Some(platforms).filter(|platforms| !platforms.is_empty()), ..self }
    }

    /// Sets the architectures; with none, all of them.
    #[must_use]
    pub fn with_arches(self, arches: ArchSet) -> Self {
        Self { arches: Some(arches).filter(|arches| !arches.is_empty()), ..self }
    }

    /// Defines a build symbol (or not) on all its machines, whatever the stock build has. The last call for a symbol
    /// counts.
    ///
    /// # Errors
    /// If no release has the symbol.
    pub fn with_option(self, symbol: &str, on: bool) -> Result<Self, UnknownName> {
        Ok(self.with_symbol(BuildSymbol::parse(symbol)?, on))
    }

    /// Like [`Target::with_option`], for a known symbol.
    #[must_use]
    pub fn with_symbol(mut self, symbol: BuildSymbol, on: bool) -> Self {
        self.options.insert(symbol, on);
        self
    }

    /// The effective release.
    #[must_use]
    pub fn release(&self) -> Release {
        self.version().release()
    }

    /// The release, or the snapshot.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version.unwrap_or_default()
    }

    /// The target platforms.
    #[must_use]
    pub fn platforms(&self) -> PlatformSet {
        self.platforms.unwrap_or(Self::DEFAULT_PLATFORMS)
    }

    /// The target architectures.
    #[must_use]
    pub fn arches(&self) -> ArchSet {
        self.arches.unwrap_or(ArchSet::ALL)
    }

    /// The release or snapshot, if one was stated.
    #[must_use]
    pub fn stated_version(&self) -> Option<Version> {
        self.version
    }

    /// The platforms, if some were stated.
    #[must_use]
    pub fn stated_platforms(&self) -> Option<PlatformSet> {
        self.platforms
    }

    /// The architectures, if some were stated.
    #[must_use]
    pub fn stated_arches(&self) -> Option<ArchSet> {
        self.arches
    }

    /// Whether nothing is stated.
    #[must_use]
    pub fn is_default(&self) -> bool {
        let Self { version, platforms, arches, options } = self;
        version.is_none() && platforms.is_none() && arches.is_none() && options.is_empty()
    }

    /// The build symbols that differ from the stock build, sorted.
    pub fn options(&self) -> impl Iterator<Item = (BuildSymbol, bool)> {
        self.options.iter().map(|(symbol, on)| (*symbol, *on))
    }

    /// The target machines that the release can be built for. It can be empty: no release has 32-bit ARM with a PC
    /// BIOS.
    #[must_use]
    pub fn machines(&self) -> MachineSet {
        let builds = generated::enums::BUILDS[self.release().index()];
        MachineSet::product(self.platforms(), self.arches()).intersection(builds)
    }

    /// The target machines that fulfil the conditions `build`.
    #[must_use]
    pub fn availability(&self, build: &Build) -> Availability {
        self.availability_among(self.machines(), build)
    }

    /// The machines of `all` that have it.
    pub(crate) fn availability_among(&self, all: MachineSet, build: &Build) -> Availability {
        Availability::new(all, self.having(build, all))
    }

    fn having(&self, build: &Build, all: MachineSet) -> MachineSet {
        let possible = all.intersection(MachineSet::product(build.platforms, build.arches));
        match build.linkage {
            Linkage::Always | Linkage::Dependency => possible,
            Linkage::Drivers => possible.filter(|platform, _| LinkedPart::can_be_on(DRIVERS, platform)),
            Linkage::Never => MachineSet::NONE,
            Linkage::Options if self.is_stock(build) => {
                let possible = possible.intersection(build.default);
                if build.only_if_linked().next().is_none() {
                    return possible;
                }
                possible.filter(|platform, _| {
                    build.alternatives.iter().any(|way| {
                        way.only_if_linked.iter().all(|part| LinkedPart::can_be_on(part, platform))
                    })
                })
            }
            Linkage::Options => possible.filter(|platform, arch| {
                build.alternatives.iter().any(|way| {
                    way.platform.is_none_or(|only| only == platform)
                        && way.all_of.iter().all(|symbol| self.defines(symbol).contains(platform, arch))
                        && way.only_if_linked.iter().all(|part| self.links(part).contains(platform, arch))
                })
            }),
        }
    }

    /// Whether no symbol that `build` depends on differs from the stock configuration.
    fn is_stock(&self, build: &Build) -> bool {
        let differs = |symbol: &&str| self.options.keys().any(|known| known.name() == *symbol);
        let parts = build.only_if_linked().flat_map(symbols_that_link);
        self.options.is_empty() || !build.symbols().chain(parts.copied()).any(|symbol| differs(&symbol))
    }

    /// The machines for which this target's build defines a symbol.
    fn defines(&self, symbol: &str) -> MachineSet {
        match self.options.iter().find(|(known, _)| known.name() == symbol) {
            Some((_, true)) => self.machines(),
            Some((_, false)) => MachineSet::NONE,
            None => default_of(symbol, self.release()),
        }
    }

    /// The machines for which this target's build contains a part of iPXE: those for which a symbol that links it is
    /// defined, or all if that depends on the drivers of a binary.
    fn links(&self, part: &str) -> MachineSet {
        let symbols = symbols_that_link(part);
        self.machines().filter(|platform, arch| {
            LinkedPart::can_be_on(part, platform)
                && (symbols.is_empty()
                    || symbols.iter().any(|symbol| self.defines(symbol).contains(platform, arch)))
        })
    }
}

/// The part of iPXE that consists of network drivers.
const DRIVERS: &str = "network drivers";

/// The symbols, each of which links a part of iPXE. Empty if drivers do that.
fn symbols_that_link(part: &str) -> &'static [&'static str] {
    LinkedPart::find(part).map_or(&[], |part| part.symbols)
}
