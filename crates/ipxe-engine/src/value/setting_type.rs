//! The types, and the way from a type to its code.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use super::{address, base64, dns, hex, number, percent, uuid};

macro_rules! types {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// The type of a setting: the rule by which its bytes are read from text and shown as text.
        ///
        /// ```
        /// use ipxe_engine::SettingType;
        ///
        /// let raw = SettingType::Ipv4.parse(b"10.0.0.1").unwrap();
        /// assert_eq!(SettingType::HexRaw.format(&raw).unwrap(), "0a000001".as_bytes());
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum SettingType { $($(#[$doc])+ $variant),+ }

        impl SettingType {
            /// Every type, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name, as written after the colon of a setting name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

types! {
    /// `string`: the bytes as they are.
    String = "string",
    /// `uristring`: percent-encoded text.
    UriString = "uristring",
    /// `ipv4`: four bytes as a dotted quad.
    Ipv4 = "ipv4",
    /// `ipv6`: sixteen bytes as IPv6 text.
    Ipv6 = "ipv6",
    /// `int8`: signed decimal, stored as 1 byte.
    Int8 = "int8",
    /// `int16`: signed decimal, stored as 2 bytes.
    Int16 = "int16",
    /// `int32`: signed decimal, stored as 4 bytes.
    Int32 = "int32",
    /// `uint8`: hexadecimal with `0x`, stored as 1 byte.
    Uint8 = "uint8",
    /// `uint16`: hexadecimal with `0x`, stored as 2 bytes.
    Uint16 = "uint16",
    /// `uint32`: hexadecimal with `0x`, stored as 4 bytes.
    Uint32 = "uint32",
    /// `hex`: bytes as `aa:bb`.
    Hex = "hex",
    /// `hexhyp`: bytes as `aa-bb`.
    HexHyp = "hexhyp",
    /// `hexraw`: bytes as `aabb`.
    HexRaw = "hexraw",
    /// `base64`: the usual alphabet, with padding.
    Base64 = "base64",
    /// `uuid`: sixteen bytes, all groups big-endian.
    Uuid = "uuid",
    /// `guid`: sixteen bytes, the first three groups little-endian.
    Guid = "guid",
    /// `busdevfn`: a number as PCI address; cannot be stored.
    BusDevFn = "busdevfn",
    /// `dnssl`: encoded DNS names; cannot be stored.
    Dnssl = "dnssl",
}

/// Why text cannot be stored with a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text is not what the type expects; iPXE fails with `EINVAL`.
    #[error("not {}", .0.expectation())]
    Malformed(SettingType),
    /// Nothing can be stored with this type; iPXE fails with `ENOTSUP`.
    #[error("a value cannot be stored as `{0}`")]
    NotStorable(SettingType),
}

/// A value's bytes cannot be shown with the requested type; iPXE shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("the {length} bytes of the value cannot be shown as `{setting_type}`")]
pub struct FormatError {
    /// The requested type.
    pub setting_type: SettingType,
    /// Length of the raw value in bytes.
    pub length: usize,
}

impl SettingType {
    /// The type of that name; case counts.
    #[must_use]
    pub fn from_name(name: &[u8]) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.name().as_bytes() == name)
    }

    /// Whether `inc` works on settings of this type.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        self.width().is_some()
    }

    /// Reads text into raw bytes.
    ///
    /// # Errors
    /// [`ParseError::Malformed`] where iPXE fails with `EINVAL`.
    pub fn parse(self, text: &[u8]) -> Result<Vec<u8>, ParseError> {
        let parsed = match self {
            Self::String => Some(text.to_vec()),
            Self::UriString => Some(percent::decode(text)),
            Self::Ipv4 => address::parse_ipv4(text),
            Self::Ipv6 => address::parse_ipv6(text),
            Self::Int8 | Self::Uint8 => number::parse(text, 1),
            Self::Int16 | Self::Uint16 => number::parse(text, 2),
            Self::Int32 | Self::Uint32 => number::parse(text, 4),
            Self::Hex => hex::parse(text, Some(b':')),
            Self::HexHyp => hex::parse(text, Some(b'-')),
            Self::HexRaw => hex::parse(text, None),
            Self::Base64 => base64::parse(text),
            Self::Uuid => uuid::parse(text),
            Self::Guid => uuid::parse(text).map(uuid::swap_groups),
            Self::BusDevFn | Self::Dnssl => return Err(ParseError::NotStorable(self)),
        };
        parsed.ok_or(ParseError::Malformed(self))
    }

    /// Shows raw bytes as text. An expansion uses the text only up to its first NUL byte.
    ///
    /// # Errors
    /// [`FormatError`] where iPXE gives the empty text instead.
    pub fn format(self, raw: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
        let formatted = match self {
            Self::String => return Ok(Cow::Borrowed(raw)),
            Self::UriString => Some(percent::encode(raw)),
            Self::Ipv4 => address::format_ipv4(raw),
            Self::Ipv6 => address::format_ipv6(raw),
            Self::Int8 | Self::Int16 | Self::Int32 => number::format_signed(raw),
            Self::Uint8 | Self::Uint16 | Self::Uint32 => number::format_unsigned(raw),
            Self::Hex => Some(hex::format(raw, Some(b':'))),
            Self::HexHyp => Some(hex::format(raw, Some(b'-'))),
            Self::HexRaw => Some(hex::format(raw, None)),
            Self::Base64 => Some(base64::format(raw)),
            Self::Uuid => uuid::format(raw),
            Self::Guid => {
                <[u8; 16]>::try_from(raw).ok().and_then(|raw| uuid::format(&uuid::swap_groups(raw.to_vec())))
            }
            Self::BusDevFn => number::format_pci_address(raw),
            Self::Dnssl => dns::format_names(raw),
        };
        formatted.map(Cow::Owned).ok_or(FormatError { setting_type: self, length: raw.len() })
    }

    /// Bytes that a number of this type is stored in.
    pub(crate) const fn width(self) -> Option<usize> {
        match self {
            Self::Int8 | Self::Uint8 => Some(1),
            Self::Int16 | Self::Uint16 => Some(2),
            Self::Int32 | Self::Uint32 => Some(4),
            _ => None,
        }
    }

    /// What a text of this type must be, for messages.
    #[must_use]
    pub const fn expectation(self) -> &'static str {
        match self {
            Self::String => "text",
            Self::UriString => "percent-encoded text",
            Self::Ipv4 => "an IPv4 address of four decimal parts",
            Self::Ipv6 => "an IPv6 address",
            Self::Int8 | Self::Int16 | Self::Int32 | Self::Uint8 | Self::Uint16 | Self::Uint32 => {
                "an integer"
            }
            Self::Hex => "bytes written `aa:bb`",
            Self::HexHyp => "bytes written `aa-bb`",
            Self::HexRaw => "bytes written `aabb`",
            Self::Base64 => "base64",
            Self::Uuid | Self::Guid => "a UUID",
            Self::BusDevFn => "a PCI address",
            Self::Dnssl => "a list of DNS names",
        }
    }
}

impl fmt::Display for SettingType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn types_are_found_by_their_exact_name() {
        for known in SettingType::ALL {
            assert_eq!(SettingType::from_name(known.name().as_bytes()), Some(*known));
        }
        assert_eq!(SettingType::from_name(b"Hex"), None);
        assert_eq!(SettingType::from_name(b""), None);
    }

    #[test]
    fn some_types_only_show() {
        assert_eq!(SettingType::BusDevFn.parse(b"0"), Err(ParseError::NotStorable(SettingType::BusDevFn)));
        assert_eq!(SettingType::Dnssl.parse(b"a.b"), Err(ParseError::NotStorable(SettingType::Dnssl)));
    }

    /// Types whose text carries every bit of any raw value.
    const LOSSLESS: [SettingType; 5] = [
        SettingType::String,
        SettingType::Hex,
        SettingType::HexHyp,
        SettingType::HexRaw,
        SettingType::Base64,
    ];

    /// Types whose text carries every bit of a raw value of 16 bytes.
    const SIXTEEN: [SettingType; 3] = [SettingType::Ipv6, SettingType::Uuid, SettingType::Guid];

    proptest! {
        #[test]
        fn what_a_lossless_type_shows_it_reads_back(raw in prop::collection::vec(any::<u8>(), 0..40)) {
            for kind in LOSSLESS {
                let text = kind.format(&raw).unwrap();
                prop_assert_eq!(kind.parse(&text).unwrap(), &*raw, "{}", kind);
            }
        }

        #[test]
        fn sixteen_byte_types_read_back_what_they_show(raw: [u8; 16]) {
            for kind in SIXTEEN {
                prop_assert_eq!(kind.parse(&kind.format(&raw).unwrap()).unwrap(), &raw, "{}", kind);
            }
        }

        #[test]
        fn numbers_of_their_own_width_are_read_back(value: u32) {
            for kind in SettingType::ALL.iter().filter(|kind| kind.is_numeric()) {
                let raw = &value.to_be_bytes()[4 - kind.width().unwrap()..];
                prop_assert_eq!(kind.parse(&kind.format(raw).unwrap()).unwrap(), raw, "{}", kind);
            }
        }

        #[test]
        fn ascii_survives_the_percent_encoding(raw in "[ -~]{0,40}") {
            let kind = SettingType::UriString;
            prop_assert_eq!(kind.parse(&kind.format(raw.as_bytes()).unwrap()).unwrap(), raw.as_bytes());
        }

        #[test]
        fn no_bytes_make_a_type_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            for kind in SettingType::ALL {
                let _ = kind.parse(&bytes);
                let _ = kind.format(&bytes);
            }
        }
    }
}
