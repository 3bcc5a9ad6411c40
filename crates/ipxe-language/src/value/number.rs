//! `intN`, `uintN`, and other types that can be read as a number.

use crate::integer::parse_integer;

/// The low `width` bytes of the integer, big-endian; the rest is dropped silently.
pub(super) fn parse(text: &[u8], width: usize) -> Option<Vec<u8>> {
    let bytes = parse_integer(text).ok()?.to_be_bytes();
    bytes.get(bytes.len().checked_sub(width)?..).map(<[u8]>::to_vec)
}

/// The whole raw value as a big-endian number of up to 8 bytes. Longer values only count if the excess bytes at the
/// front are padding.
#[must_use]
pub fn read_integer(raw: &[u8], signed: bool) -> Option<u64> {
    if !fits(raw, signed, 8) {
        return None;
    }
    let low = raw.get(raw.len().saturating_sub(8)..).unwrap_or_default();
    let start = if is_negative(low, signed) { u64::MAX } else { 0 };
    Some(low.iter().fold(start, |value, byte| value << 8 | u64::from(*byte)))
}

/// Whether a raw value is a number on a processor with words of this many bytes: all bytes before the last ones are
/// padding, according to its very first bit.
#[must_use]
pub fn fits(raw: &[u8], signed: bool, word: usize) -> bool {
    let (excess, _) = raw.split_at(raw.len().saturating_sub(word));
    let fill = if is_negative(raw, signed) { 0xff } else { 0 };
    excess.iter().all(|byte| *byte == fill)
}

fn is_negative(raw: &[u8], signed: bool) -> bool {
    signed && raw.first().is_some_and(|byte| byte & 0x80 != 0)
}

pub(super) fn format_signed(raw: &[u8]) -> Option<Vec<u8>> {
    Some(read_integer(raw, true)?.cast_signed().to_string().into_bytes())
}

pub(super) fn format_unsigned(raw: &[u8]) -> Option<Vec<u8>> {
    Some(format!("{:#x}", read_integer(raw, false)?).into_bytes())
}

/// `segment:bus:device.function` of a PCI address in one number.
pub(super) fn format_pci_address(raw: &[u8]) -> Option<Vec<u8>> {
    let number = read_integer(raw, false)?;
    let (segment, bus) = (number >> 16 & 0xffff, number >> 8 & 0xff);
    let (device, function) = (number >> 3 & 0x1f, number & 0x7);
    Some(format!("{segment:04x}:{bus:02x}:{device:02x}.{function:x}").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(raw: &[u8]) -> Option<String> {
        format_signed(raw).map(|text| String::from_utf8(text).unwrap())
    }

    fn unsigned(raw: &[u8]) -> Option<String> {
        format_unsigned(raw).map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn storing_drops_the_high_bytes() {
        assert_eq!(parse(b"300", 1), Some(vec![44]));
        assert_eq!(parse(b"-1", 2), Some(vec![0xff, 0xff]));
        assert_eq!(parse(b"12x", 4), None);
    }

    #[test]
    fn the_whole_raw_value_is_read() {
        assert_eq!(signed(&[0x52, 0x54, 0, 0x12, 0x34, 0x56]).as_deref(), Some("90520731923542"));
        assert_eq!(signed(&[0xff]).as_deref(), Some("-1"));
        assert_eq!(unsigned(&[0xff]).as_deref(), Some("0xff"));
        assert_eq!(unsigned(&[0, 0]).as_deref(), Some("0x0"));
    }

    #[test]
    fn more_than_eight_bytes_count_only_as_padding() {
        assert_eq!(unsigned(&[0, 1, 2, 3, 4, 5, 6, 7, 8]).as_deref(), Some("0x102030405060708"));
        assert_eq!(unsigned(&[1; 9]), None);
        assert_eq!(signed(&[0xff; 12]).as_deref(), Some("-1"));
        assert_eq!(unsigned(&[0xff; 12]), None);
        assert_eq!(signed(&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).as_deref(), Some("-1"));
        assert_eq!(signed(&[0xff, 0, 0, 0, 0, 0, 0, 0, 0]).as_deref(), Some("0"));
        assert_eq!(signed(&[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
    }

    #[test]
    fn a_processor_of_32_bits_reads_no_more() {
        assert!(fits(&[1, 2, 3, 4], true, 4) && fits(&[0, 0, 3, 4, 5, 6], false, 4));
        assert!(!fits(&[1, 2, 3, 4, 5], false, 4) && !fits(&[0x52, 0x54, 0, 0x12, 0x34, 0x56], true, 4));
        assert!(fits(&[0xff, 0xff, 0xff, 0xff, 0xff, 6], true, 4));
        assert!(!fits(&[0xff, 0xff, 0xff, 0xff, 0xff, 6], false, 4));
    }

    #[test]
    fn a_pci_address_has_fixed_digits() {
        assert_eq!(format_pci_address(&[0x01, 0x23, 0xfb]).unwrap(), b"0001:23:1f.3");
        assert_eq!(format_pci_address(&[0x08]).unwrap(), b"0000:00:01.0");
    }
}
