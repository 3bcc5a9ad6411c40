//! A supplied setting.

use std::borrow::Cow;

use ipxe_catalog::SettingType;

/// A setting that a provider supplies, or the beginning or the end of the names of some.
///
/// ```
/// use ipxe_catalog::SettingType;
/// use ipxe_machine::profile::Supplied;
///
/// let retries = Supplied::new("retry-max", "How often DHCP is tried").with_value("10").with_type(SettingType::Int32);
/// assert_eq!((retries.value.as_deref(), retries.sometimes), (Some("10"), false));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Supplied {
    /// The name, or its beginning or end.
    pub name: Cow<'static, str>,
    /// What it holds, in a sentence.
    pub description: Cow<'static, str>,
    /// The value, if it is the same for every machine.
    pub value: Option<Cow<'static, str>>,
    /// The type that it is kept with, if that is not the setting's own.
    pub setting_type: Option<SettingType>,
    /// Whether some machines, or some scripts, do without it.
    pub sometimes: bool,
    /// The argument of a Linux kernel that the value is, with its name: `ip` for `ip=192.0.2.7::…`.
    pub kernel_argument: Option<Cow<'static, str>>,
}

impl Supplied {
    /// A setting, a prefix or a suffix, with what it holds: always there, with a value that is not known.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, description: impl Into<Cow<'static, str>>) -> Self {
        let (value, setting_type, sometimes, kernel_argument) = Default::default();
        let (name, description) = (name.into(), description.into());
        Self { name, description, value, setting_type, sometimes, kernel_argument }
    }

    /// The same setting, with this value on every machine.
    #[must_use]
    pub fn with_value(self, value: impl Into<Cow<'static, str>>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// The same setting, kept with a type that is not its own.
    #[must_use]
    pub fn with_type(self, setting_type: SettingType) -> Self {
        Self { setting_type: Some(setting_type), ..self }
    }

    /// The same setting, which not every machine or script has.
    #[must_use]
    pub fn sometimes(self) -> Self {
        Self { sometimes: true, ..self }
    }

    /// The same setting, whose value is an argument of a Linux kernel, with its name.
    #[must_use]
    pub fn with_kernel_argument(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { kernel_argument: Some(name.into()), ..self }
    }
}
