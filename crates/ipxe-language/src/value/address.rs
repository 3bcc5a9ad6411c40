//! `ipv4` and `ipv6`.

use std::fmt::Write as _;
use std::net::Ipv6Addr;

use crate::integer::{parse_hexadecimal, parse_integer};

/// Four integers from 0 to 255: decimal, octal after a `0` and hexadecimal after `0x`, like all integers.
pub(super) fn parse_ipv4(text: &[u8]) -> Option<Vec<u8>> {
    let part = |text| u8::try_from(parse_integer(text).ok()?).ok();
    let parts: Vec<u8> = text.split(|byte| *byte == b'.').map(part).collect::<Option<_>>()?;
    (parts.len() == 4).then_some(parts)
}

/// The first four bytes.
pub(super) fn format_ipv4(raw: &[u8]) -> Option<Vec<u8>> {
    let [a, b, c, d] = *raw.first_chunk()?;
    Some(format!("{a}.{b}.{c}.{d}").into_bytes())
}

/// Eight groups, or fewer if there is one `::`. As in iPXE, a group without digits is 0 in any position, and the `::`
/// is one such group itself; dotted quads are not supported.
pub(super) fn parse_ipv6(text: &[u8]) -> Option<Vec<u8>> {
    let groups: Vec<&[u8]> = text.split(|byte| *byte == b':').collect();
    let inner = 1..groups.len() - 1;
    let mut gaps = inner.filter(|at| groups.get(*at).is_some_and(|group| group.is_empty()));
    let (gap, length) = (gaps.next(), groups.len());
    if gaps.next().is_some() || length > 8 || length < 8 && gap.is_none() {
        return None;
    }
    let mut raw = Vec::with_capacity(16);
    for (at, group) in groups.into_iter().enumerate() {
        if gap == Some(at) {
            raw.resize(raw.len() + 2 * (8 - length), 0);
        }
        raw.extend(u16::try_from(parse_hexadecimal(group).ok()?).ok()?.to_be_bytes());
    }
    Some(raw)
}

/// The first sixteen bytes, with the longest run of zero groups shortened. Unlike Rust's format, it never contains a
/// dotted quad.
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
    fn an_ipv4_address_has_four_parts() {
        assert_eq!(parse_ipv4(b"10.0.0.1"), Some(vec![10, 0, 0, 1]));
        for wrong in
            [&b""[..], b"10.0.0", b"10.0.0.1.2", b"300.1.1.1", b"nope", b"1.2.3.", b"1..3.4", b"1.2.3.08"]
        {
            assert_eq!(parse_ipv4(wrong), None, "{}", wrong.escape_ascii());
        }
    }

    #[test]
    fn the_parts_of_an_ipv4_address_are_integers_as_all_others() {
        for (text, last) in [(&b"1.2.3.010"[..], 8), (b"1.2.3.0xff", 255), (b"1.2.3.+4", 4), (b"1.2.3. 4", 4)]
        {
            assert_eq!(parse_ipv4(text), Some(vec![1, 2, 3, last]), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn an_ipv6_address_is_read_as_ipxe_reads_it() {
        let shown = |text: &str| {
            let raw = parse_ipv6(text.as_bytes())?;
            String::from_utf8(format_ipv6(&raw).unwrap()).ok()
        };
        for (text, expected) in [
            ("fe80::ABCD", "fe80::abcd"),
            ("::", "::"),
            ("1::", "1::"),
            ("1:2:3:4:5:6::8", "1:2:3:4:5:6:0:8"),
            ("1::3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
            ("00001::", "1::"),
            (":1::1", "0:1::1"),
            ("::1:", "::1:0"),
            ("1:2:3:4:5:6:7:", "1:2:3:4:5:6:7:0"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for wrong in [
            "",
            ":",
            ":::",
            "1:",
            "1:2",
            "1::2::3",
            "12345::",
            "::1g",
            "::0x1",
            "::ffff:1.2.3.4",
            "fe80::1%net0",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8:9",
        ] {
            assert_eq!(shown(wrong), None, "{wrong}");
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
        let raw = parse_ipv6(b"::ffff:a00:1").unwrap();
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
