//! Errors in the arguments of a command.

use std::ops::Range;

use ipxe_catalog::OptionSpec;
use thiserror::Error;

use crate::{integer::IntegerError, status::ErrorClass};

/// The first error in the arguments of a command: iPXE stops there, and fails.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}")]
#[non_exhaustive]
pub struct ArgumentError {
    /// The kind of the error.
    pub kind: ArgumentErrorKind,
    /// The argument at fault, counted from 0 after the command's name. One past the last argument if
    /// the fault is that there are too few.
    pub argument: usize,
    /// The part of the argument at fault, as a range of its known bytes.
    pub range: Range<usize>,
}

/// The kind of an error in the arguments of a command.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ArgumentErrorKind {
    /// The command has no such option; also a lone `-`, and decorations such as `----`.
    #[error("unknown option `{}`", .name.escape_ascii())]
    UnknownOption {
        /// The option as written, dashes included, without a value.
        name: Vec<u8>,
    },
    /// The option needs a value: there is no further argument, or it starts with `-`.
    #[error("option `--{}` requires a value", .option.long)]
    MissingValue {
        /// The option.
        option: &'static OptionSpec,
    },
    /// `--flag=value` for an option that takes none.
    #[error("option `--{}` takes no value", .option.long)]
    UnexpectedValue {
        /// The option.
        option: &'static OptionSpec,
    },
    /// The value of the option must be an integer, a time or a key code.
    #[error("the value of option `--{}` is {error}", .option.long)]
    BadInteger {
        /// The option.
        option: &'static OptionSpec,
        /// What is wrong with it.
        error: IntegerError,
    },
    /// There is no such configurator.
    #[error("the value of option `--{}` is no configurator", .option.long)]
    UnknownConfigurator {
        /// The option.
        option: &'static OptionSpec,
    },
    /// The setting that the option names has an unknown type.
    #[error("the setting that option `--{}` names has an unknown type", .option.long)]
    UnknownSettingType {
        /// The option.
        option: &'static OptionSpec,
    },
    /// The value of the option must be a UUID.
    #[error("the value of option `--{}` is no UUID", .option.long)]
    MalformedUuid {
        /// The option.
        option: &'static OptionSpec,
    },
    /// `-h` or `--help`: prints the usage, and fails.
    #[error("`--help` prints the usage and fails")]
    Help,
    /// `--help=value`.
    #[error("option `--help` takes no value")]
    HelpWithValue,
    /// Fewer positional arguments than the command needs.
    #[error("too few arguments: {given} given, at least {min} needed")]
    TooFew {
        /// The number of arguments.
        given: usize,
        /// The minimum number.
        min: usize,
    },
    /// More positional arguments than the command takes.
    #[error("too many arguments: {given} given, at most {max} taken")]
    TooMany {
        /// The number of arguments.
        given: usize,
        /// The maximum number.
        max: usize,
    },
}

impl ArgumentErrorKind {
    /// The error class.
    #[must_use]
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::Help => ErrorClass::Cancelled,
            Self::TooFew { .. } | Self::TooMany { .. } => ErrorClass::OutOfRange,
            Self::UnknownConfigurator { .. } | Self::UnknownSettingType { .. } => ErrorClass::NotSupported,
            _ => ErrorClass::Invalid,
        }
    }
}
