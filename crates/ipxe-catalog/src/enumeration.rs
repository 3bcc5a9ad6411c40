//! Short lists of names in iPXE.

use crate::{Release, Role};

/// A list of names that are possible values of a word or a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Enumeration {
    /// Values of `${netX/bustype}`.
    BusTypes,
    /// Configurators of an interface: `ifconf --configurator`.
    Configurators,
    /// Requests of `fcels`.
    FibreChannelRequests,
    /// Transports of `gdbstub`.
    GdbTransports,
    /// Keyboard maps, for the build and for the setting `keymap`.
    Keymaps,
    /// Values of `${netX/linktype}`.
    LinkTypes,
}

impl Enumeration {
    /// The list for words of a role.
    #[must_use]
    pub fn of_role(role: Role) -> Option<Self> {
        match role {
            Role::Configurator => Some(Self::Configurators),
            Role::FibreChannelRequest => Some(Self::FibreChannelRequests),
            Role::GdbTransport => Some(Self::GdbTransports),
            _ => None,
        }
    }
}

/// The names in a list, per release.
pub(crate) struct EnumerationRow {
    pub(crate) enumeration: Enumeration,
    pub(crate) values: [&'static [&'static str]; Release::COUNT],
}
