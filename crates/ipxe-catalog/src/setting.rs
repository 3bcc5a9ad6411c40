//! Predefined settings and the blocks that hold settings.

use crate::table::Named;
use crate::{Build, Release, SettingType};

/// A setting that iPXE knows by name, through all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingSpec {
    /// The name; upper and lower case count.
    pub name: &'static str,
    /// What it holds, in a sentence.
    pub description: &'static str,
    /// Per release, in the order of [`Release::ALL`]; empty where the release lacks it.
    pub(crate) definitions: [&'static [SettingDefinition]; Release::COUNT],
}

impl SettingSpec {
    /// Its definitions in a release. There can be several: the same name can stand for an option
    /// of DHCP, of DHCP for IPv6, and of router advertisements.
    #[must_use]
    pub fn definitions(&self, release: Release) -> &'static [SettingDefinition] {
        self.definitions[release.index()]
    }

    /// The releases that know it, oldest first.
    #[must_use]
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = Release> {
        Release::ALL.iter().copied().filter(|release| !self.definitions(*release).is_empty())
    }
}

impl Named for SettingSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// What a name stands for in one kind of settings block.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingDefinition {
    /// Where it is.
    pub scope: SettingScope,
    /// How it is read and written unless a type is given.
    pub setting_type: SettingType,
    /// Its number within its scope.
    pub tag: Option<u32>,
    /// Its number as a DHCP option, as in `67` or, inside iPXE's own option 175, `175.190`.
    pub dhcp_option: Option<&'static str>,
    /// Whether a write to where it lives is refused. (A write to the root hides it instead.)
    pub read_only: bool,
    /// What it takes to be in a build.
    pub build: &'static Build,
}

/// Where a predefined setting lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SettingScope {
    /// In any block, by its name alone.
    Any,
    /// In blocks that hold options of DHCP for IPv4, the root among them.
    Dhcp,
    /// In blocks that hold options of DHCP for IPv6.
    Dhcpv6,
    /// In blocks that hold an IPv6 configuration.
    Ipv6,
    /// In blocks that hold a router advertisement.
    Ndp,
    /// In an interface's own block.
    Netdev,
    /// In the block of what the firmware says about the machine.
    Smbios,
    /// In the block of what the processor says about itself.
    Cpuid,
    /// In the block of the machine's memory map.
    Memmap,
    /// In the block of what iPXE computes.
    Builtin,
}

/// A settings block by its name, through all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlockSpec {
    /// The name; `netN` stands for every interface (`net0`, `net1`, …), the empty one for the root.
    pub name: &'static str,
    /// The name of the block that it is in.
    pub parent: Option<&'static str>,
    /// How settings in it are written.
    pub addressing: &'static str,
    /// The type of a setting that is read without one, in words.
    pub untyped_default: Option<&'static str>,
    /// What else is worth knowing.
    pub note: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) builds: [Option<&'static Build>; Release::COUNT],
}

impl BlockSpec {
    /// What it takes to be in a build of a release, if the release has it.
    #[must_use]
    pub fn build(&self, release: Release) -> Option<&'static Build> {
        self.builds[release.index()]
    }
}

impl Named for BlockSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// A predefined setting as one release has it.
#[derive(Clone, Copy, Debug)]
pub struct KnownSetting {
    /// The setting through all releases.
    pub spec: &'static SettingSpec,
    /// What its name stands for in the release at hand; at least one.
    pub definitions: &'static [SettingDefinition],
}
