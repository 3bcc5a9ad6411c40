//! Why an expansion is empty.

use ipxe_catalog::SettingType;
use thiserror::Error;

/// Why there is nothing to show for a setting. iPXE silently shows the empty text for all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Absence {
    /// No block that was looked through has a value for it.
    #[error("not set")]
    Unset,
    /// There is no settings block of that name.
    #[error("there is no such settings block")]
    UnknownScope,
    /// `netX` stands for no interface.
    #[error("no interface is open")]
    NoOpenInterface,
    /// There is no setting type of that name.
    #[error("there is no such setting type")]
    UnknownType,
    /// It has a value, but not one that the type can show.
    #[error("its value cannot be shown as `{setting_type}`")]
    NotFormattable {
        /// The requested type.
        setting_type: SettingType,
    },
}
