//! `ipv4` and `ipv6`.

use std::fmt::Write as _;
use std::net::Ipv6Addr;

/// Four decimal parts of 0 to 255.
pub(super) fn parse_ipv4(text: &[u8]) -> Option<Vec<u8>> {
    let parts: Vec<u8> = text.split(|byte| *byte == b'.').map(decimal).collect::<Option<_>>()?;
    (parts.len() == 4).then_some(parts)
}

fn decimal(digits: &[u8]) -> Option<u8> {
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// The first four bytes.
pub(super) fn format_ipv4(raw: &[u8]) -> Option<Vec<u8>> {
    let [a, b, c, d] = *raw.first_chunk()?;
    Some(format!("{a}.{b}.{c}.{d}").into_bytes())
}

pub(super) fn parse_ipv6(text: &[u8]) -> Option<Vec<u8>> {
    let address: Ipv6Addr = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(address.octets().to_vec())
}

/// The first sixteen bytes, the longest run of zero groups shortened. Unlike Rust's own, never with a
/// dotted quad inside.
pub(super) fn format_ipv6(raw: &[u8]) -> Option<Vec<u8>> {
    let groups = Ipv6Addr::from(*raw.first_chunk::<16>()?).segments();
    let (start, length) = longest_zero_run(groups);
    let mut text = String::with_capacity(39);
    for (index, group) in groups.into_iter().enumerate() {
        if length > 1 && index == start {
            text.push_str("::");
        }
        if length > 1 && (start..start + length).contains(&index) {
            continue;
        }
        if !text.is_empty() && !text.ends_with(':') {
            text.push(':');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{group:x}");
    }
    Some(text.into_bytes())
}

/// Start and length of the first longest run of zeroes.
fn longest_zero_run(groups: [u16; 8]) -> (usize, usize) {
    let mut longest = (0, 0);
    let mut run = 0;
    for (index, group) in groups.into_iter().enumerate() {
        run = if group == 0 { run + 1 } else { 0 };
        if run > longest.1 {
            longest = (index + 1 - run, run);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_ipv4_address_has_four_decimal_parts() {
        assert_eq!(parse_ipv4(b"10.0.0.1"), Some(vec![10, 0, 0, 1]));
        for wrong in
            [&b""[..], b"10.0.0", b"10.0.0.1.2", b"300.1.1.1", b"nope", b"1.2.3.", b"1.2.3.+4", b"0x1.2.3.4"]
        {
            assert_eq!(parse_ipv4(wrong), None, "{}", wrong.escape_ascii());
        }
    }

    #[test]
    fn an_address_is_the_start_of_a_longer_value() {
        assert_eq!(format_ipv4(b"hello").unwrap(), b"104.101.108.108");
        assert_eq!(format_ipv4(b"abc"), None);
        assert_eq!(format_ipv6(&[0; 15]), None);
    }

    #[test]
    fn ipv6_text_has_no_dotted_quad() {
        let raw = parse_ipv6(b"::ffff:10.0.0.1").unwrap();
        assert_eq!(format_ipv6(&raw).unwrap(), b"::ffff:a00:1");
        assert_eq!(format_ipv6(&[0; 16]).unwrap(), b"::");
    }

    proptest! {
        #[test]
        fn ipv6_text_is_what_the_standard_library_reads(groups in prop::array::uniform8(prop::sample::select(vec![0_u16, 0, 1, 0xabcd]))) {
            let address = Ipv6Addr::from(groups);
            let text = String::from_utf8(format_ipv6(&address.octets()).unwrap()).unwrap();
            prop_assert_eq!(text.parse::<Ipv6Addr>().unwrap(), address);
        }
    }
}
