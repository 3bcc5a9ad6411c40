//! Why an expansion is empty.

use ipxe_catalog::SettingType;
use thiserror::Error;

/// Why a setting has no value. For all of these, iPXE silently expands to the empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Absence {
    /// None of the searched blocks has a value for it.
    #[error("not set")]
    Unset,
    /// There is no settings block with that name.
    #[error("there is no such settings block")]
    UnknownScope,
    /// There is no `netX`, because no interface is open.
    #[error("no interface is open")]
    NoOpenInterface,
    /// There is no setting type with that name.
    #[error("there is no such setting type")]
    UnknownType,
    /// It has a value, but the type cannot format it.
    #[error("its value cannot be shown as `{setting_type}`")]
    NotFormattable {
        /// The requested type.
        setting_type: SettingType,
    },
}
