//! `uuid` and `guid`: sixteen bytes in five groups.

use super::hex;

/// Lengths of the groups in digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// Five groups of hexadecimal digits with hyphens between them; all groups big-endian.
pub(super) fn parse(text: &[u8]) -> Option<Vec<u8>> {
    let mut groups = text.split(|byte| *byte == b'-');
    let mut digits = Vec::with_capacity(32);
    for length in GROUPS {
        digits.extend_from_slice(groups.next().filter(|group| group.len() == length)?);
    }
    if groups.next().is_some() {
        return None;
    }
    hex::parse(&digits, None)
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

/// Turns the first three groups around, between UUID and GUID order.
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
    fn the_groups_have_fixed_lengths() {
        assert!(parse(&TEXT.to_ascii_uppercase()).is_some());
        for wrong in [
            &b"nope"[..],
            b"",
            b"00112233-4455-6677-8899-aabbccddeeff-",
            b"0011223344556677-8899-aabbccddeeff",
        ] {
            assert_eq!(parse(wrong), None);
        }
        assert_eq!(format(&[0; 15]), None);
    }
}
