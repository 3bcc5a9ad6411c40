//! `uristring`: percent-encoding, with iPXE's defect for bytes of 0x80 and above.

use ipxe_syntax::is_space;

use super::hex::digit;

/// Encodes everything except printable ASCII, and also the space, `%`, and the separators of a URI.
pub(super) fn encode(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    for &byte in raw {
        match byte {
            b'%' | b'/' | b'#' | b':' | b'@' | b'?' | b'=' | b'&' | b'+' => escape(byte, &mut text),
            b'!'..=b'~' => text.push(byte),
            _ => escape(byte, &mut text),
        }
    }
    text
}

/// Decodes `%XX`. iPXE uses as many of the two characters after a `%` as begin a hexadecimal number, including white
/// space and a sign: `%4` is the byte 4. A `%` before anything else stays as it is.
#[must_use]
pub fn decode(text: &[u8]) -> Vec<u8> {
    let plain = memchr::memchr(b'%', text).unwrap_or(text.len());
    let (before, mut rest) = text.split_at(plain);
    let mut raw = Vec::with_capacity(text.len());
    raw.extend_from_slice(before);
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, taken) = if first == b'%' { escaped(tail.get(..2).unwrap_or(tail)) } else { (0, 0) };
        raw.push(if taken > 0 { byte } else { first });
        rest = tail.get(taken..).unwrap_or_default();
    }
    raw
}

/// The number at the beginning of two characters, and the number of characters that it uses.
fn escaped(pair: &[u8]) -> (u8, usize) {
    let blanks = pair.iter().take_while(|byte| is_space(**byte)).count();
    let after = pair.get(blanks..).unwrap_or_default();
    let signed = usize::from(matches!(after, [b'+' | b'-', ..]));
    let digits = after.iter().skip(signed).map_while(|byte| digit(*byte));
    let (value, count) = digits.fold((0, 0), |(value, count), digit| (value << 4 | digit, count + 1));
    let value = if after.first() == Some(&b'-') { value.wrapping_neg() } else { value };
    (value, blanks + signed + count)
}

/// Appends `%XX` for a byte. iPXE prints the byte as a sign-extended 32-bit number, so 0xC3 comes out with eight digits.
pub fn escape(byte: u8, text: &mut Vec<u8>) {
    let extended = i32::from(byte.cast_signed());
    text.extend_from_slice(format!("%{extended:02X}").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_unprintable_bytes_are_escaped() {
        assert_eq!(encode(b"hello world/x?y=z&a+b%c"), b"hello%20world%2Fx%3Fy%3Dz%26a%2Bb%25c");
        assert_eq!(encode(b"\0\x12\n~!\"<>"), b"%00%12%0A~!\"<>");
    }

    #[test]
    fn bytes_above_ascii_come_out_with_eight_digits() {
        assert_eq!(encode(b"\xc3\xff"), b"%FFFFFFC3%FFFFFFFF");
    }

    #[test]
    fn pairs_of_digits_are_decoded() {
        assert_eq!(decode(b"a%20b%2Fc%2fd"), b"a b/c/d");
        assert_eq!(decode(b"100%"), b"100%");
        assert_eq!(decode(b"%%41%zz"), b"%A%zz");
    }

    #[test]
    fn what_begins_a_number_is_one() {
        for (text, raw) in [
            (&b"a%2"[..], &b"a\x02"[..]),
            (b"%4%41", b"\x04A"),
            (b"%1g", b"\x01g"),
            (b"%0x", b"\0x"),
            (b"% 1", b"\x01"),
            (b"%  1", b"\x001"),
            (b"%+a%-a", b"\x0a\xf6"),
            (b"%++", b"\0+"),
            (b"%- 1", b"\0 1"),
        ] {
            assert_eq!(decode(text).escape_ascii().to_string(), raw.escape_ascii().to_string());
        }
    }
}
