//! `uristring`: percent-encoding, with iPXE's defect for bytes of 0x80 and above.

use super::hex::digit;

/// Encodes everything but printable ASCII, and of that the space, `%` and what separates parts of a URI.
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

/// Decodes `%XX`; a `%` without two digits stays as it is.
pub(crate) fn decode(text: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        let pair = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = pair {
            raw.push(high << 4 | low);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            raw.push(first);
            rest = tail;
        }
    }
    raw
}

/// iPXE prints the byte as a sign-extended 32-bit number, so 0xC3 comes out with eight digits.
pub(crate) fn escape(byte: u8, text: &mut Vec<u8>) {
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
    fn only_complete_escapes_are_decoded() {
        assert_eq!(decode(b"a%20b%2Fc%2fd"), b"a b/c/d");
        assert_eq!(decode(b"100%"), b"100%");
        assert_eq!(decode(b"%zz%4%41"), b"%zz%4A");
    }
}
