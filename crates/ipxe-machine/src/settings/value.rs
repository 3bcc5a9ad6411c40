//! The value of a setting.

use std::fmt;

use ipxe_catalog::SettingType;
use ipxe_syntax::Span;

use ipxe_language::{
    text::Text,
    value::{FormatError, ParseError, format_value, parse_value},
};

/// A value, with its type and its origin.
///
/// `Debug` does not show a secret value.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    raw: Raw,
    setting_type: SettingType,
    origin: Origin,
    secret: bool,
}

/// The bytes of a value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Raw {
    /// The stored bytes, not the formatted ones.
    Known(Vec<u8>),
    /// A value that exists (it may be empty), but is unknown.
    Unknown,
}

/// The origin of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The network context.
    Context,
    /// The profile of a provider, which names settings but not their values.
    Profile,
    /// iPXE computes it.
    Computed,
    /// A command of the script.
    Script {
        /// The command.
        command: Span,
    },
}

impl Value {
    /// A value from its raw bytes.
    #[must_use]
    pub const fn new(raw: Raw, setting_type: SettingType, origin: Origin) -> Self {
        Self { raw, setting_type, origin, secret: false }
    }

    /// A value that exists, but is unknown.
    #[must_use]
    pub const fn unknown(setting_type: SettingType, origin: Origin) -> Self {
        Self::new(Raw::Unknown, setting_type, origin)
    }

    /// Parses a value from text. If a part of the text is unknown, the whole value is.
    ///
    /// # Errors
    /// If the type cannot parse the text.
    pub fn parse(text: &Text<'_>, setting_type: SettingType, origin: Origin) -> Result<Self, ParseError> {
        let raw = match text.as_known() {
            Some(text) => Raw::Known(parse_value(setting_type, text)?),
            None => Raw::Unknown,
        };
        Ok(Self::new(raw, setting_type, origin))
    }

    /// The same value, hidden in debug output.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The same value, but shown with another type unless one is requested.
    pub(super) fn shown_as(self, setting_type: SettingType) -> Self {
        Self { setting_type, ..self }
    }

    /// The raw bytes.
    #[must_use]
    pub const fn raw(&self) -> &Raw {
        &self.raw
    }

    /// The type that formats it unless another one is requested.
    #[must_use]
    pub const fn setting_type(&self) -> SettingType {
        self.setting_type
    }

    /// Its origin.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether it must not appear in debug output and logs.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// The number of bytes that it uses.
    pub(super) fn size(&self) -> usize {
        match &self.raw {
            Raw::Known(raw) => raw.len(),
            Raw::Unknown => 0,
        }
    }

    /// What a script can observe of it: everything but its origin.
    pub(super) fn visible(&self) -> (&Raw, SettingType) {
        (&self.raw, self.setting_type)
    }

    /// The value as text, up to its first NUL byte.
    ///
    /// # Errors
    /// If the type cannot format the value.
    pub fn format(&self, setting_type: SettingType) -> Result<Text<'_>, FormatError> {
        match &self.raw {
            Raw::Known(raw) => Ok(Text::known(format_value(setting_type, raw)?).until_nul()),
            Raw::Unknown => Ok(Text::unknown()),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Value");
        if self.secret {
            shown.field("raw", &format_args!("[secret]"));
        } else {
            shown.field("raw", &self.raw);
        }
        shown.field("setting_type", &self.setting_type).field("origin", &self.origin).finish()
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(raw) => write!(f, "\"{}\"", raw.escape_ascii()),
            Self::Unknown => f.write_str("Unknown"),
        }
    }
}
