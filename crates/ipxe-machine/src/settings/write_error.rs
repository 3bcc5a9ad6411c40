//! Why a setting was not written.

use ipxe_catalog::SettingType;
use thiserror::Error;

use ipxe_language::{status::ErrorClass, value::ParseError};

/// Why a setting was not written. It keeps its old value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// There is no setting type of that name.
    #[error("there is no such setting type")]
    UnknownType,
    /// The type cannot read the text, or cannot be stored.
    #[error(transparent)]
    Value(#[from] ParseError),
    /// The block does not let it be written.
    #[error("it is read-only")]
    ReadOnly,
    /// It is what the hardware of an interface says of itself.
    #[error("it is what the hardware says")]
    ReadOnlyInterface,
    /// The hardware address of an interface has another length.
    #[error("a hardware address has another length")]
    HardwareAddress,
    /// The block has a fixed set of settings, and this is none of them.
    #[error("its settings block has no such setting")]
    NoSuchSetting,
    /// `netX` stands for no interface.
    #[error("no interface is open")]
    NoOpenInterface,
    /// `inc` on a setting that is no number.
    #[error("a setting of type `{0}` cannot be incremented")]
    NotNumeric(SettingType),
    /// There are too many settings blocks; a machine would be out of memory.
    #[error("there are too many settings blocks")]
    TooManyBlocks,
}

impl WriteError {
    /// The class of failure.
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
