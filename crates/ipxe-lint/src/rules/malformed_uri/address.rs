//! Hosts that were meant as addresses, as the URL standard of the WHATWG distinguishes them from names.

use std::net::Ipv6Addr;

/// The kind of address that a host was meant to be.
pub(super) fn cause(host: &str) -> Option<&'static str> {
    if let Some(rest) = host.strip_prefix('[') {
        let is_address = rest.strip_suffix(']').is_some_and(|text| text.parse::<Ipv6Addr>().is_ok());
        return (!is_address).then_some("this is not an IPv6 address");
    }
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte));
    (is_name && ends_in_number(host) && !is_ipv4(host)).then_some("this is not an IPv4 address")
}

/// The parts of a name; a dot at its end does not make another one.
fn parts(host: &str) -> std::str::Split<'_, char> {
    host.strip_suffix('.').unwrap_or(host).split('.')
}

/// Whether the last part is a number: no host name ends in one.
fn ends_in_number(host: &str) -> bool {
    let last = parts(host).next_back().unwrap_or_default();
    !last.is_empty() && (last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some())
}

/// Whether resolvers read a host as an address, in which some parts may be omitted. The last part then contains the
/// rest.
fn is_ipv4(host: &str) -> bool {
    let numbers: Option<Vec<u64>> = parts(host).map(number).collect();
    match numbers.as_deref().and_then(<[u64]>::split_last) {
        Some((last, head)) if head.len() < 4 => {
            head.iter().all(|part| *part < 256) && *last < 1 << (8 * (4 - head.len()))
        }
        _ => false,
    }
}

/// A decimal number, an octal one that begins with `0`, or a hexadecimal one that begins with `0x`.
fn number(part: &str) -> Option<u64> {
    let (digits, radix) = match part.as_bytes() {
        [b'0', b'x' | b'X', ..] => (part.get(2..)?, 16),
        [b'0', _, ..] => (part.get(1..)?, 8),
        _ => (part, 10),
    };
    if digits.is_empty() && radix == 16 {
        return Some(0);
    }
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    // A number that is too large for any integer type is too large for an address.
    Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::cause;

    #[test]
    fn addresses_and_names_are_accepted() {
        for host in [
            "192.0.2.1",
            "192.0.2.1.",
            "192.0.2",
            "1",
            "0x7f.1",
            "0300.0.2.1",
            "[2001:db8::1]",
            "[::ffff:192.0.2.1]",
            "boot.example",
            "10-0-0-1.example",
            "1.example",
            "a_b",
            "0x.example",
            "bäcker.example",
            "x^y.1",
        ] {
            assert_eq!(cause(host), None, "{host}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_refused() {
        for host in [
            "192.0.2.256",
            "192.0.2.1.5",
            "192.0..1",
            "a.b.1",
            "192.0.2.08",
            "1.2.3.0x100",
            "256.1",
            "4294967296",
            "1.2.3.99999999999999999999999",
        ] {
            assert_eq!(cause(host), Some("this is not an IPv4 address"), "{host}");
        }
        for host in ["[", "[]", "[2001:db8::1", "[192.0.2.1]", "[2001:db8::g]", "[fe80::1%25net0]"] {
            assert_eq!(cause(host), Some("this is not an IPv6 address"), "{host}");
        }
    }
}
