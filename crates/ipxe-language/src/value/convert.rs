//! Dispatches a type to the code that parses and formats its values.

use std::borrow::Cow;

use ipxe_catalog::SettingType;
use thiserror::Error;

use super::{address, base64, dns, hex, number, percent, uuid};

/// Why a text cannot be stored with a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text does not have the form of the type; iPXE fails with `EINVAL`.
    #[error("not {}", expectation(*.0))]
    Malformed(SettingType),
    /// The text is too short or too long for the type; iPXE fails with `EINVAL`.
    #[error("not {}", expectation(*.0))]
    Length(SettingType),
    /// Nothing can be stored with this type; iPXE fails with `ENOTSUP`.
    #[error("a value cannot be stored as `{0}`")]
    NotStorable(SettingType),
}

/// A value's bytes cannot be formatted with the requested type; iPXE returns an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("the {length} bytes of the value cannot be shown as `{setting_type}`")]
pub struct FormatError {
    /// The requested type.
    pub setting_type: SettingType,
    /// Length of the raw value in bytes.
    pub length: usize,
}

/// Parses text into raw bytes.
///
/// # Errors
/// [`ParseError::Malformed`] and [`ParseError::Length`] if iPXE fails with `EINVAL`.
///
/// ```
/// use ipxe_language::value::{format_value, parse_value};
/// use ipxe_catalog::SettingType;
///
/// let raw = parse_value(SettingType::Ipv4, b"10.0.0.1").unwrap();
/// assert_eq!(format_value(SettingType::Hexraw, &raw).unwrap(), "0a000001".as_bytes());
/// ```
pub fn parse_value(setting_type: SettingType, text: &[u8]) -> Result<Vec<u8>, ParseError> {
    let parsed = match setting_type {
        SettingType::String => Some(text.to_vec()),
        SettingType::Uristring => Some(percent::decode(text)),
        SettingType::Ipv4 => address::parse_ipv4(text),
        SettingType::Ipv6 => address::parse_ipv6(text),
        SettingType::Int8
        | SettingType::Int16
        | SettingType::Int32
        | SettingType::Uint8
        | SettingType::Uint16
        | SettingType::Uint32 => number::parse(text, width(setting_type).unwrap_or_default()),
        SettingType::Hex => hex::parse(text, Some(b':')),
        SettingType::Hexhyp => hex::parse(text, Some(b'-')),
        SettingType::Hexraw => hex::parse(text, None),
        SettingType::Base64 => base64::parse(text),
        SettingType::Uuid | SettingType::Guid => {
            let raw = uuid::parse(text).ok_or(ParseError::Malformed(setting_type))?;
            let raw = uuid::sixteen(raw).ok_or(ParseError::Length(setting_type))?;
            Some(if setting_type == SettingType::Guid { uuid::swap_groups(raw) } else { raw })
        }
        _ => return Err(ParseError::NotStorable(setting_type)),
    };
    parsed.ok_or(ParseError::Malformed(setting_type))
}

/// Formats raw bytes as text. An expansion uses the text only up to its first NUL byte.
///
/// # Errors
/// [`FormatError`] if iPXE returns the empty text.
pub fn format_value(setting_type: SettingType, raw: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
    let formatted = match setting_type {
        SettingType::String => return Ok(Cow::Borrowed(raw)),
        SettingType::Uristring => Some(percent::encode(raw)),
        SettingType::Ipv4 => address::format_ipv4(raw),
        SettingType::Ipv6 => address::format_ipv6(raw),
        SettingType::Int8 | SettingType::Int16 | SettingType::Int32 => number::format_signed(raw),
        SettingType::Uint8 | SettingType::Uint16 | SettingType::Uint32 => number::format_unsigned(raw),
        SettingType::Hex => Some(hex::format(raw, Some(b':'))),
        SettingType::Hexhyp => Some(hex::format(raw, Some(b'-'))),
        SettingType::Hexraw => Some(hex::format(raw, None)),
        SettingType::Base64 => Some(base64::format(raw)),
        SettingType::Uuid => uuid::format(raw),
        SettingType::Guid => {
            <[u8; 16]>::try_from(raw).ok().and_then(|raw| uuid::format(&uuid::swap_groups(raw.to_vec())))
        }
        SettingType::Busdevfn => number::format_pci_address(raw),
        SettingType::Dnssl => dns::format_names(raw),
        _ => None,
    };
    formatted.map(Cow::Owned).ok_or(FormatError { setting_type, length: raw.len() })
}

/// The number of bytes of a number of this type; none for other types.
#[must_use]
pub const fn width(setting_type: SettingType) -> Option<usize> {
    match setting_type {
        SettingType::Int8 | SettingType::Uint8 => Some(1),
        SettingType::Int16 | SettingType::Uint16 => Some(2),
        SettingType::Int32 | SettingType::Uint32 => Some(4),
        _ => None,
    }
}

/// Whether a number of this type can be negative.
#[must_use]
pub const fn is_signed(setting_type: SettingType) -> bool {
    matches!(setting_type, SettingType::Int8 | SettingType::Int16 | SettingType::Int32)
}

/// The form of a text of this type, for messages.
#[must_use]
pub const fn expectation(setting_type: SettingType) -> &'static str {
    match setting_type {
        SettingType::String => "text",
        SettingType::Uristring => "percent-encoded text",
        SettingType::Ipv4 => "an IPv4 address of four decimal parts",
        SettingType::Ipv6 => "an IPv6 address",
        SettingType::Int8
        | SettingType::Int16
        | SettingType::Int32
        | SettingType::Uint8
        | SettingType::Uint16
        | SettingType::Uint32 => "an integer",
        SettingType::Hex => "bytes written `aa:bb`",
        SettingType::Hexhyp => "bytes written `aa-bb`",
        SettingType::Hexraw => "bytes written `aabb`",
        SettingType::Base64 => "base64",
        SettingType::Uuid | SettingType::Guid => "a UUID",
        SettingType::Busdevfn => "a PCI address",
        SettingType::Dnssl => "a list of DNS names",
        _ => "a value of its type",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn some_types_only_show() {
        assert_eq!(
            parse_value(SettingType::Busdevfn, b"0"),
            Err(ParseError::NotStorable(SettingType::Busdevfn))
        );
        assert_eq!(parse_value(SettingType::Dnssl, b"a.b"), Err(ParseError::NotStorable(SettingType::Dnssl)));
    }

    /// Types whose text preserves every bit of any raw value.
    const LOSSLESS: [SettingType; 5] = [
        SettingType::String,
        SettingType::Hex,
        SettingType::Hexhyp,
        SettingType::Hexraw,
        SettingType::Base64,
    ];

    /// Types whose text preserves every bit of a raw value of 16 bytes.
    const SIXTEEN: [SettingType; 3] = [SettingType::Ipv6, SettingType::Uuid, SettingType::Guid];

    proptest! {
        #[test]
        fn what_a_lossless_type_shows_it_reads_back(raw in prop::collection::vec(any::<u8>(), 0..40)) {
            for kind in LOSSLESS {
                let text = format_value(kind, &raw).unwrap();
                prop_assert_eq!(parse_value(kind, &text).unwrap(), &*raw, "{}", kind);
            }
        }

        #[test]
        fn sixteen_byte_types_read_back_what_they_show(raw: [u8; 16]) {
            for kind in SIXTEEN {
                prop_assert_eq!(parse_value(kind, &format_value(kind, &raw).unwrap()).unwrap(), &raw, "{}", kind);
            }
        }

        #[test]
        fn numbers_of_their_own_width_are_read_back(value: u32) {
            for kind in SettingType::ALL.iter().copied().filter(|kind| width(*kind).is_some()) {
                let raw = &value.to_be_bytes()[4 - width(kind).unwrap()..];
                prop_assert_eq!(parse_value(kind, &format_value(kind, raw).unwrap()).unwrap(), raw, "{}", kind);
            }
        }

        #[test]
        fn ascii_survives_the_percent_encoding(raw in "[ -~]{0,40}") {
            let kind = SettingType::Uristring;
            prop_assert_eq!(parse_value(kind, &format_value(kind, raw.as_bytes()).unwrap()).unwrap(), raw.as_bytes());
        }

        #[test]
        fn no_bytes_make_a_type_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            for &kind in SettingType::ALL {
                let _ = parse_value(kind, &bytes);
                let _ = format_value(kind, &bytes);
            }
        }
    }
}
