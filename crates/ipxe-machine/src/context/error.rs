//! Errors in a context.

use ipxe_catalog::SettingType;
use thiserror::Error;

use ipxe_language::value::{ParseError, expectation};

/// An error in a value of a network context.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContextError {
    /// There is no setting with that name here.
    #[error("`{name}` is no {place}{}", .suggestion.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default())]
    UnknownName {
        /// The name as given.
        name: String,
        /// The kind of names that are valid there, such as a DHCP option.
        place: &'static str,
        /// A similar name that exists.
        suggestion: Option<&'static str>,
    },
    /// There is no type with that name.
    #[error("`{name}` is no setting type")]
    UnknownType {
        /// The name as given.
        name: String,
    },
    /// The value does not fit the type of the setting.
    #[error("the value of `{name}` is not {}{}", expectation(*.setting_type), .hint)]
    Value {
        /// The setting's name.
        name: String,
        /// Its type.
        setting_type: SettingType,
        /// What to do about it.
        hint: &'static str,
    },
    /// The type cannot be stored.
    #[error("the value of `{name}`: {error}")]
    Type {
        /// The setting's name.
        name: String,
        /// What is wrong with the type.
        error: ParseError,
    },
    /// The same setting is given twice, by name and by number.
    #[error("`{name}` is given twice")]
    Twice {
        /// The setting's name.
        name: String,
    },
    /// An interface name that iPXE does not use.
    #[error("`{name}` is no interface of iPXE: they are called `net0`, `net1` and so on")]
    InterfaceName {
        /// The name as given.
        name: String,
    },
    /// A setting name that no script can write.
    #[error("`{name}` is no name of a setting: names are not empty and have no blanks")]
    SettingName {
        /// The name as given.
        name: String,
    },
    /// A setting of a block to which nothing can be written.
    #[error("`{name}` cannot be set: {place}")]
    ReadOnly {
        /// The name as given.
        name: String,
        /// The part of the context that can state it instead.
        place: String,
    },
    /// Not a hardware address.
    #[error("`{text}` is not a hardware address: bytes written `aa:bb:…`")]
    HardwareAddress {
        /// The text as given.
        text: String,
    },
}
