//! Predefined settings and the blocks that hold settings.

use crate::table::Named;
use crate::{Build, Release, SettingType};

/// A predefined setting, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingSpec {
    /// The name; case-sensitive.
    pub name: &'static str,
    /// The meaning of its value, in a sentence.
    pub description: &'static str,
    /// Per release, in the order of [`Release::ALL`]; empty where the release lacks it.
    pub(crate) definitions: [&'static [SettingDefinition]; Release::COUNT],
}

impl SettingSpec {
    /// Its definitions in a release. There can be several: the same name can be an option of DHCP, of DHCP for IPv6, and
    /// of router advertisements.
    #[must_use]
    pub fn definitions(&self, release: Release) -> &'static [SettingDefinition] {
        self.definitions[release.index()]
    }

    /// The releases that have it, oldest first.
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

/// The definition of a name in one kind of settings block.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingDefinition {
    /// Its scope.
    pub scope: SettingScope,
    /// Its type, unless another one is given.
    pub setting_type: SettingType,
    /// Its number within its scope.
    pub tag: Option<u32>,
    /// Its number as a DHCP option, such as `67` or, inside iPXE's own option 175, `175.190`.
    pub dhcp_option: Option<&'static str>,
    /// Whether its own block is read-only. (A write to the root hides it instead.)
    pub read_only: bool,
    /// The conditions for a build to have it.
    pub build: &'static Build,
}

/// The blocks of a predefined setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SettingScope {
    /// In any block, by its name alone.
    Any,
    /// In blocks with options of DHCP for IPv4, including the root.
    Dhcp,
    /// In blocks with options of DHCP for IPv6.
    Dhcpv6,
    /// In blocks with an IPv6 configuration.
    Ipv6,
    /// In blocks with a router advertisement.
    Ndp,
    /// In an interface's own block.
    Netdev,
    /// In the block with facts from the firmware.
    Smbios,
    /// In the block with facts from the processor.
    Cpuid,
    /// In the block with the machine's memory map.
    Memmap,
    /// In the block with values that iPXE computes.
    Builtin,
}

/// A settings block by its name, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlockSpec {
    /// The name; `netN` stands for every interface (`net0`, `net1`, …), the empty name is the root.
    pub name: &'static str,
    /// The name of its parent block.
    pub parent: Option<&'static str>,
    /// The syntax of settings in it.
    pub addressing: &'static str,
    /// The type of a setting without a type, in words.
    pub untyped_default: Option<&'static str>,
    /// Other facts.
    pub note: &'static str,
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) builds: [Option<&'static Build>; Release::COUNT],
}

impl BlockSpec {
    /// The conditions for a build of a release to have it, if the release has it.
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

/// A predefined setting in one release.
#[derive(Clone, Copy, Debug)]
pub struct KnownSetting {
    /// The setting in all releases.
    pub spec: &'static SettingSpec,
    /// The definitions of its name in that release; at least one.
    pub definitions: &'static [SettingDefinition],
}
