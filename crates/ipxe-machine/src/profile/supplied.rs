//! A supplied setting.

use std::borrow::Cow;

use ipxe_catalog::SettingType;

/// A setting that a provider supplies, or a prefix or suffix of several.
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
    /// The name, prefix or suffix.
    pub name: Cow<'static, str>,
    /// The meaning of the value, in a sentence.
    pub description: Cow<'static, str>,
    /// The value, if it is the same for every machine.
    pub value: Option<Cow<'static, str>>,
    /// The type of the stored value, if it differs from the setting's own.
    pub setting_type: Option<SettingType>,
    /// Whether some machines or some scripts do not have it.
    pub sometimes: bool,
    /// The name of the Linux kernel argument that the value contains: `ip` for `ip=192.0.2.7::…`.
    pub kernel_argument: Option<Cow<'static, str>>,
}

impl Supplied {
    /// A setting, a prefix or a suffix, with its description. It always exists, with an unknown value.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, description: impl Into<Cow<'static, str>>) -> Self {
        let (value, setting_type, sometimes, kernel_argument) = Default::default();
        let (name, description) = (name.into(), description.into());
        Self { name, description, value, setting_type, sometimes, kernel_argument }
    }

    /// Sets the value, which is the same on every machine.
    #[must_use]
    pub fn with_value(self, value: impl Into<Cow<'static, str>>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// Sets a type that differs from its own.
    #[must_use]
    pub fn with_type(self, setting_type: SettingType) -> Self {
        Self { setting_type: Some(setting_type), ..self }
    }

    /// States that not every machine or script has it.
    #[must_use]
    pub fn sometimes(self) -> Self {
        Self { sometimes: true, ..self }
    }

    /// States that the value is a Linux kernel argument, with its name.
    #[must_use]
    pub fn with_kernel_argument(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self { kernel_argument: Some(name.into()), ..self }
    }
}
