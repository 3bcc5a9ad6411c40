//! A network interface.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::table::{Table, Values};
use super::{ContextError, ContextValue, DhcpAnswer, HardwareAddress};

/// A network interface and what its network answers.
///
/// ```
/// use ipxe_machine::context::{DhcpAnswer, Interface};
///
/// let net0 = Interface::new()
///     .mac([0x52, 0x54, 0, 0x12, 0x34, 0x56])
///     .chip("virtio-net")
///     .dhcp(DhcpAnswer::new().option("ip", "10.0.2.15")?.option("66", "62:6f:6f:74")?);
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
pub struct Interface {
    /// The hardware address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mac: Option<HardwareAddress>,
    /// Its driver, as in `${net0/chip}`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub chip: Option<String>,
    /// The bus it is on, such as `PCI`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub bustype: Option<String>,
    /// Whether a cable is connected; `up` by default.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub link: Option<Link>,
    /// Whether it is open and has its DHCP answer from the start, because another script did that before it started
    /// this one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
    pub open: bool,
    /// An address configured without DHCP.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub ip: Option<Ipv4Addr>,
    /// The netmask of that address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub netmask: Option<Ipv4Addr>,
    /// The gateway of that address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub gateway: Option<Ipv4Addr>,
    /// An IPv6 address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub ip6: Option<Ipv6Addr>,
    /// Other settings of the interface's block, by name.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "Values::is_empty", deserialize_with = "super::data::settings")
    )]
    pub(super) settings: Values,
    /// The answer of its DHCP server. `None` means that there is no server.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub dhcp: Option<DhcpAnswer>,
}

/// Whether an interface has a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Link {
    /// It has one.
    Up,
    /// No link: DHCP and downloads fail.
    Down,
}

impl Interface {
    /// An interface without known facts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the hardware address.
    #[must_use]
    pub fn mac(self, mac: impl Into<HardwareAddress>) -> Self {
        Self { mac: Some(mac.into()), ..self }
    }

    /// Sets the name of the chip.
    #[must_use]
    pub fn chip(self, chip: impl Into<String>) -> Self {
        Self { chip: Some(chip.into()), ..self }
    }

    /// Sets the name of the bus.
    #[must_use]
    pub fn bustype(self, bustype: impl Into<String>) -> Self {
        Self { bustype: Some(bustype.into()), ..self }
    }

    /// Sets whether there is a link.
    #[must_use]
    pub fn link(self, link: Link) -> Self {
        Self { link: Some(link), ..self }
    }

    /// Makes it open from the start.
    #[must_use]
    pub fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Sets an address without DHCP.
    #[must_use]
    pub fn address(self, ip: Ipv4Addr, netmask: Ipv4Addr) -> Self {
        Self { ip: Some(ip), netmask: Some(netmask), ..self }
    }

    /// Sets a gateway without DHCP.
    #[must_use]
    pub fn gateway(self, gateway: Ipv4Addr) -> Self {
        Self { gateway: Some(gateway), ..self }
    }

    /// Adds a setting to its block.
    ///
    /// # Errors
    /// If the value does not fit the setting, or the setting is given twice.
    pub fn setting(mut self, name: &str, value: impl Into<ContextValue>) -> Result<Self, ContextError> {
        Table::Settings.insert(&mut self.settings, name, value.into())?;
        Ok(self)
    }

    /// Adds a DHCP server with this answer.
    #[must_use]
    pub fn dhcp(self, answer: DhcpAnswer) -> Self {
        Self { dhcp: Some(answer), ..self }
    }

    /// The other settings of the interface's block, sorted by name.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.settings.iter().map(|(name, value)| (name.as_str(), value))
    }
}
