//! The result of one expansion.

use std::fmt;
use std::ops::Range;

use ipxe_catalog::SettingType;

use crate::settings::{Absence, Origin};
use ipxe_language::text::Text;

/// The result of one `${…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedExpansion {
    /// The text between the braces, with inner expansions replaced.
    pub name: Text<'static>,
    /// The expansion in the word, as a range of the word's known bytes. For an expansion inside a value: the expansion
    /// in the word that produced it.
    pub place: Range<usize>,
    /// Whether it is in the word itself, and not in a value.
    pub in_word: bool,
    /// The source of its value, or why it has none.
    pub source: ExpansionSource,
}

/// The source of an expansion's value, or why it has none. `Debug` does not show a secret text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpansionSource {
    /// A setting that has a value, known or unknown.
    Setting {
        /// The path of the settings block, `net0.dhcp`; empty for the root.
        block: Vec<u8>,
        /// The setting's name in that block.
        name: Vec<u8>,
        /// The type that the value is shown with.
        setting_type: SettingType,
        /// The origin of the value.
        origin: Origin,
        /// Whether the value must not be shown in debug output and logs.
        secret: bool,
        /// The value, up to its first NUL byte, before expansions in it are replaced.
        text: Text<'static>,
    },
    /// The provider supplies settings with the same prefix or suffix.
    Supplied,
    /// The name of the setting depends on an unknown value.
    UnknownName,
    /// There is no value: it is empty.
    Empty(Absence),
    /// The value contains itself. A machine never executes the command.
    Endless,
    /// The expansion would exceed a limit.
    LimitExceeded,
}

impl ExpansionSource {
    /// Whether the value must not appear in debug output and logs.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        matches!(self, Self::Setting { secret: true, .. })
    }
}

impl fmt::Debug for ExpansionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { block, name, setting_type, origin, secret, text } => {
                let slash = if block.is_empty() { "" } else { "/" };
                write!(f, "{}{slash}{}:{setting_type} = ", block.escape_ascii(), name.escape_ascii())?;
                if *secret {
                    f.write_str("[secret]")?;
                } else {
                    write!(f, "{text:?}")?;
                }
                write!(f, " ({origin:?})")
            }
            Self::Supplied => f.write_str("Supplied"),
            Self::UnknownName => f.write_str("UnknownName"),
            Self::Empty(absence) => write!(f, "Empty({absence})"),
            Self::Endless => f.write_str("Endless"),
            Self::LimitExceeded => f.write_str("LimitExceeded"),
        }
    }
}
