//! Hardware addresses.

use std::fmt;
use std::str::FromStr;

use ipxe_catalog::SettingType;

use super::ContextError;
use ipxe_language::value::{format_value, parse_value};

/// The hardware address of an interface: usually the six bytes of a MAC address.
///
/// ```
/// use ipxe_machine::context::HardwareAddress;
///
/// let address: HardwareAddress = "52:54:00:12:34:56".parse().unwrap();
/// assert_eq!(address.bytes(), [0x52, 0x54, 0, 0x12, 0x34, 0x56]);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HardwareAddress(Vec<u8>);

impl HardwareAddress {
    /// The bytes of the address.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 6]> for HardwareAddress {
    fn from(mac: [u8; 6]) -> Self {
        Self(mac.to_vec())
    }
}

impl FromStr for HardwareAddress {
    type Err = ContextError;

    /// Bytes with colons or hyphens between them.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = parse_value(SettingType::Hex, text.as_bytes())
            .or_else(|_| parse_value(SettingType::Hexhyp, text.as_bytes()));
        match parsed {
            Ok(bytes) if !bytes.is_empty() => Ok(Self(bytes)),
            _ => Err(ContextError::HardwareAddress { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for HardwareAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&format_value(SettingType::Hex, &self.0).unwrap_or_default()))
    }
}

impl fmt::Debug for HardwareAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
