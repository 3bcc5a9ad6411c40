//! The context itself.

use std::collections::BTreeMap;

use ipxe_catalog::{Arch, Platform, Release, Version};

use super::table::{Table, Values};
use super::{ContextError, ContextValue, HttpServer, Interface, Machine, Responses};

/// What is known about a machine and its network.
///
/// A service builds it from its own records, a user writes it as a file (TOML, JSON or YAML through
/// serde, feature `serde`):
///
/// ```toml
/// complete = true
///
/// [machine]
/// platform = "efi"
/// buildarch = "x86_64"
/// release = "2.0.0"
///
/// [settings]
/// IPXE_BOOT_HOSTNAME = "web1"
/// rack = { unknown = true }
///
/// [secrets]
/// token = "hunter2"
///
/// [interfaces.net0]
/// mac = "52:54:00:12:34:56"
///
/// [interfaces.net0.dhcp]
/// ip = "10.0.2.15"
/// next-server = "10.0.2.2"
///
/// [interfaces.net0.dhcp.options]
/// 66 = { type = "string", value = "boot.example" }
///
/// [smbios]
/// serial = "ABC123"
/// ```
///
/// In Rust:
///
/// ```
/// use ipxe_catalog::{Catalog, Platform, Target};
/// use ipxe_machine::context::{DhcpAnswer, Interface, NetworkContext};
/// use ipxe_language::text::Text;
///
/// let context = NetworkContext::new()
///     .platform(Platform::Efi)
///     .setting("IPXE_BOOT_HOSTNAME", "web1")?
///     .secret("token", "hunter2")?
///     .interface("net0", Interface::new().dhcp(DhcpAnswer::new().option("ip", "10.0.2.15")?))?;
///
/// let settings = context.settings(&Catalog::new(Target::default()));
/// assert_eq!(settings.read(b"ip").unwrap().text(), &Text::from("10.0.2.15"));
/// assert!(!format!("{context:?}").contains("hunter2"));
/// # Ok::<(), ipxe_machine::context::ContextError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NetworkContext {
    /// Whether it lists everything: a variable without a value is then a mistake.
    pub complete: bool,
    /// A note for readers of the file.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub note: Option<String>,
    /// The machine and its iPXE.
    pub machine: Machine,
    /// Settings by name, `[scope/]name[:type]` as in a script.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "Values::is_empty", deserialize_with = "super::data::settings")
    )]
    pub(super) settings: Values,
    /// Settings whose values never show up in debug output, and are masked where runs are shown.
    #[cfg_attr(
        feature = "serde",
        serde(
            skip_serializing_if = "Values::is_empty",
            serialize_with = "super::data::plain",
            deserialize_with = "super::data::secrets"
        )
    )]
    pub(super) secrets: Values,
    /// What the firmware says about the machine, by name or number.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "Values::is_empty", deserialize_with = "super::data::smbios")
    )]
    pub(super) smbios: Values,
    /// The network interfaces by name.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "super::data::interfaces")
    )]
    pub(super) interfaces: BTreeMap<String, Interface>,
    /// An HTTP server for runs of a script.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub http: Option<HttpServer>,
    /// How the environment responds during runs of a script; takes precedence over the rest of the context.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_default"))]
    pub responses: Responses,
}

impl NetworkContext {
    /// An empty context.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// States that it lists everything.
    #[must_use]
    pub fn complete(self) -> Self {
        Self { complete: true, ..self }
    }

    /// Sets the platform.
    #[must_use]
    pub fn platform(mut self, platform: Platform) -> Self {
        self.machine.platform = Some(platform);
        self
    }

    /// Sets the architecture of the build.
    #[must_use]
    pub fn buildarch(mut self, arch: Arch) -> Self {
        self.machine.buildarch = Some(arch);
        self
    }

    /// Sets the release.
    #[must_use]
    pub fn release(self, release: Release) -> Self {
        self.version(release.into())
    }

    /// Sets the release or snapshot.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.machine.release = Some(version);
        self
    }

    /// Adds a setting, named as in a script: `[scope/]name[:type]`.
    ///
    /// # Errors
    /// If the value does not fit the setting, or the setting is given twice.
    pub fn setting(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Settings.insert(&mut self.settings, name, value.into())?;
        Ok(self)
    }

    /// Sets a setting, and replaces an earlier value. A secret value stays secret.
    ///
    /// # Errors
    /// If the value does not fit the setting.
    pub fn set(&mut self, name: &str, value: impl Into<ContextValue>) -> Result<(), ContextError> {
        self.settings.remove(name);
        match self.secrets.remove(name) {
            Some(_) => Table::Settings.insert(&mut self.secrets, name, value.into().secret()),
            None => Table::Settings.insert(&mut self.settings, name, value.into()),
        }
    }

    /// Adds a setting whose value never appears in debug output.
    ///
    /// # Errors
    /// If the value does not fit the setting, or the setting is given twice.
    pub fn secret(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Settings.insert(&mut self.secrets, name, value.into().secret())?;
        Ok(self)
    }

    /// Adds a fact from the firmware: `serial`, `uuid`, `1.8.16`.
    ///
    /// # Errors
    /// If there is no such SMBIOS setting, the value does not fit it, or it is given twice.
    pub fn smbios(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Smbios.insert(&mut self.smbios, name, value.into())?;
        Ok(self)
    }

    /// Adds an interface, `net0`, `net1` and so on.
    ///
    /// # Errors
    /// If iPXE does not use the name, or it is given twice.
    pub fn interface(mut self, name: &str, interface: Interface) -> Result<Self, ContextError> {
        check_interface_name(name)?;
        if self.interfaces.insert(name.to_owned(), interface).is_some() {
            return Err(ContextError::Twice { name: name.to_owned() });
        }
        Ok(self)
    }

    /// The interfaces in iPXE's order: `net2` before `net10`.
    #[must_use]
    pub fn interfaces(&self) -> Vec<(&str, &Interface)> {
        let mut all: Vec<_> =
            self.interfaces.iter().map(|(name, interface)| (name.as_str(), interface)).collect();
        all.sort_by_key(|(name, _)| (name.len(), *name));
        all
    }

    /// The root settings, secret ones last, each group sorted by name.
    pub fn root_settings(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.settings.iter().chain(&self.secrets).map(|(name, value)| (name.as_str(), value))
    }
}

#[cfg(feature = "serde")]
fn is_default(responses: &Responses) -> bool {
    *responses == Responses::default()
}

/// A name that iPXE gives to interfaces: `net0`, or `net0-100` to a VLAN on it.
pub(super) fn check_interface_name(name: &str) -> Result<(), ContextError> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = name.strip_prefix("net").unwrap_or_default();
    let (number, vlan) = number.split_once('-').map_or((number, None), |(number, vlan)| (number, Some(vlan)));
    if is_number(number) && vlan.is_none_or(is_number) {
        return Ok(());
    }
    Err(ContextError::InterfaceName { name: name.to_owned() })
}
