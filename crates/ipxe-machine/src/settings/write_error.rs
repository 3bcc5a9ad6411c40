//! Why a setting was not written.

use ipxe_catalog::SettingType;
use thiserror::Error;

use ipxe_language::{status::ErrorClass, value::ParseError};

/// Why a setting was not written. It keeps its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// There is no setting type with that name.
    #[error("there is no such setting type")]
    UnknownType,
    /// The type cannot parse the text, or cannot be stored.
    #[error(transparent)]
    Value(#[from] ParseError),
    /// The block is read-only.
    #[error("it is read-only")]
    ReadOnly,
    /// The setting is a fact of the interface's hardware.
    #[error("it is what the hardware says")]
    ReadOnlyInterface,
    /// The hardware address of an interface has another length.
    #[error("a hardware address has another length")]
    HardwareAddress,
    /// The block has a fixed set of settings, and this is not one of them.
    #[error("its settings block has no such setting")]
    NoSuchSetting,
    /// There is no `netX`, because no interface is open.
    #[error("no interface is open")]
    NoOpenInterface,
    /// `inc` on a setting that is not a number.
    #[error("a setting of type `{0}` cannot be incremented")]
    NotNumeric(SettingType),
    /// There are too many settings blocks; a machine would be out of memory.
    #[error("there are too many settings blocks")]
    TooManyBlocks,
}

impl WriteError {
    /// The error class.
    #[must_use]
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Value(ParseError::Malformed(_) | ParseError::Length(_)) | Self::HardwareAddress => {
                ErrorClass::Invalid
            }
            Self::NoSuchSetting => ErrorClass::NoSuchSetting,
            Self::TooManyBlocks => ErrorClass::OutOfMemory,
            _ => ErrorClass::NotSupported,
        }
    }
}
