//! `uuid` and `guid`: sixteen bytes in five groups.

use super::hex;

/// Lengths of the groups in digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// Pairs of hexadecimal digits, with an optional hyphen between any two pairs, independent of the groups. Big-endian.
pub(super) fn parse(text: &[u8]) -> Option<Vec<u8>> {
    let mut raw = Vec::with_capacity(16);
    let mut rest = text;
    while let [high, low, tail @ ..] = rest {
        raw.push(hex::digit(*high)? << 4 | hex::digit(*low)?);
        rest = match tail {
            [b'-', after @ ..] if !after.is_empty() => after,
            _ => tail,
        };
    }
    rest.is_empty().then_some(raw)
}

/// The number of bytes of a UUID.
pub(super) fn sixteen(raw: Vec<u8>) -> Option<Vec<u8>> {
    Some(raw).filter(|raw| raw.len() == 16)
}

/// Exactly sixteen bytes, or nothing.
pub(super) fn format(raw: &[u8]) -> Option<Vec<u8>> {
    if raw.len() != 16 {
        return None;
    }
    let digits = hex::format(raw, None);
    let mut rest = &digits[..];
    let mut text = Vec::with_capacity(36);
    for (index, length) in GROUPS.into_iter().enumerate() {
        if index > 0 {
            text.push(b'-');
        }
        let (group, tail) = rest.split_at_checked(length)?;
        text.extend_from_slice(group);
        rest = tail;
    }
    Some(text)
}

/// Reverses the first three groups, to convert between UUID and GUID order.
pub(super) fn swap_groups(mut raw: Vec<u8>) -> Vec<u8> {
    for group in [0..4, 4..6, 6..8] {
        if let Some(group) = raw.get_mut(group) {
            group.reverse();
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{format_value, parse_value};
    use ipxe_catalog::SettingType;

    const TEXT: &[u8] = b"00112233-4455-6677-8899-aabbccddeeff";

    #[test]
    fn a_guid_has_its_first_groups_turned_around() {
        let raw = parse_value(SettingType::Uuid, TEXT).unwrap();
        assert_eq!(&*format_value(SettingType::Hexraw, &raw).unwrap(), b"00112233445566778899aabbccddeeff");
        assert_eq!(&*format_value(SettingType::Guid, &raw).unwrap(), b"33221100-5544-7766-8899-aabbccddeeff");
    }

    #[test]
    fn hyphens_stand_between_any_two_bytes_or_nowhere() {
        let raw = parse(TEXT).unwrap();
        for same in [
            TEXT.to_ascii_uppercase(),
            b"00112233445566778899aabbccddeeff".to_vec(),
            b"0011223344556677-8899-aabbccddeeff".to_vec(),
            b"00-11-22-33-44-55-66-77-88-99-aa-bb-cc-dd-ee-ff".to_vec(),
        ] {
            assert_eq!(parse(&same).unwrap(), raw, "{}", same.escape_ascii());
        }
        for wrong in [
            &b"nope"[..],
            b"",
            b"00112233-4455-6677-8899-aabbccddeeff-",
            b"00112233--4455-6677-8899-aabbccddeeff",
            b"0-0112233-4455-6677-8899-aabbccddeeff",
            b"00112233-4455-6677-8899-aabbccddee",
            b"00112233-4455-6677-8899-aabbccddeeff0",
            b"00112233-4455-6677-8899-aabbccddeeff00",
        ] {
            assert_eq!(parse(wrong).and_then(sixteen), None);
        }
        assert_eq!(format(&[0; 15]), None);
    }
}
