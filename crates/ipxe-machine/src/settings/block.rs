//! One settings block.

use std::collections::BTreeMap;

use ipxe_catalog::SettingScope;

use super::Value;

/// A block of a [`Settings`](super::Settings) tree. Only valid for the tree that returned it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub(super) u32);

/// The purpose of a block. It determines the meaning of numbers in it, and which settings can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// The root, and blocks that a script created: all settings can be written.
    Plain,
    /// A network interface: values of the hardware are read-only.
    Interface,
    /// The answer of a DHCP server (IPv4).
    Dhcp,
    /// The answer of a DHCP server (IPv6).
    Dhcpv6,
    /// Facts from the firmware; read-only.
    Smbios,
    /// Values that iPXE computes; read-only.
    Builtin,
    /// Other facts about the machine, such as `pci`; read-only.
    Hardware,
    /// The block of `netX` while no interface is open: it has no settings, and none can be written.
    NoInterface,
}

impl BlockKind {
    /// The meaning of a number in such a block.
    pub(super) const fn scope(self) -> SettingScope {
        match self {
            Self::Plain | Self::Interface | Self::NoInterface | Self::Dhcp => SettingScope::Dhcp,
            Self::Dhcpv6 => SettingScope::Dhcpv6,
            Self::Smbios => SettingScope::Smbios,
            Self::Builtin | Self::Hardware => SettingScope::Builtin,
        }
    }
}

/// A block: its values, and its position in the tree.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) name: Box<[u8]>,
    pub(super) parent: Option<BlockId>,
    /// In the order in which iPXE reads them.
    pub(super) children: Vec<BlockId>,
    pub(super) kind: BlockKind,
    /// The written values.
    pub(super) stored: BTreeMap<Box<[u8]>, Value>,
    /// The values that are visible without a write: facts of the hardware, and computed values.
    pub(super) fixed: BTreeMap<Box<[u8]>, Value>,
}

impl Block {
    pub(super) fn new(name: &[u8], parent: Option<BlockId>, kind: BlockKind) -> Self {
        let (stored, fixed) = Default::default();
        Self { name: name.into(), parent, children: Vec::new(), kind, stored, fixed }
    }

    /// The visible value under a name, and the name under which it is stored.
    pub(super) fn get(&self, name: &[u8]) -> Option<(&[u8], &Value)> {
        let (name, value) = self.stored.get_key_value(name).or_else(|| self.fixed.get_key_value(name))?;
        Some((name, value))
    }
}
