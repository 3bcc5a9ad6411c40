//! The value of a setting as a context gives it.

use std::fmt;

use ipxe_catalog::SettingType;

/// The value of a setting in a context: text, with a type if it differs from that of the setting.
///
/// In a file: a string or an integer, or a table with `value`, `type`, `secret`, or `unknown = true`.
/// `Debug` does not show a secret value; serialising does.
///
/// ```
/// use ipxe_machine::context::ContextValue;
/// use ipxe_catalog::SettingType;
///
/// let value = ContextValue::from("aa:bb").with_type(SettingType::Hex).secret();
/// assert!(!format!("{value:?}").contains("aa:bb"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ContextValue {
    /// `None`: there is a value, but it is unknown.
    pub(super) text: Option<String>,
    pub(super) setting_type: Option<SettingType>,
    pub(super) secret: bool,
}

impl ContextValue {
    /// A value that exists, but is unknown.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { text: None, setting_type: None, secret: false }
    }

    /// The same value with another type than the setting's own.
    #[must_use]
    pub fn with_type(self, setting_type: SettingType) -> Self {
        Self { setting_type: Some(setting_type), ..self }
    }

    /// The same value, hidden in debug output.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The text, if it is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Whether it must not appear in debug output and logs.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }
}

impl From<String> for ContextValue {
    fn from(text: String) -> Self {
        Self { text: Some(text), setting_type: None, secret: false }
    }
}

impl From<&str> for ContextValue {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<i64> for ContextValue {
    fn from(number: i64) -> Self {
        number.to_string().into()
    }
}

impl fmt::Debug for ContextValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            None => f.write_str("unknown")?,
            Some(_) if self.secret => f.write_str("[secret]")?,
            Some(text) => write!(f, "{text:?}")?,
        }
        self.setting_type.map_or(Ok(()), |setting_type| write!(f, ":{setting_type}"))
    }
}
