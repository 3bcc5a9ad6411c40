//! `hex`, `hexhyp`, `hexraw`: pairs of hexadecimal digits.

/// Pairs of digits in either case, with exactly one separator between two pairs.
pub(super) fn parse(text: &[u8], separator: Option<u8>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut rest = text;
    while let [high, low, tail @ ..] = rest {
        bytes.push(digit(*high)? << 4 | digit(*low)?);
        rest = match (separator, tail) {
            (Some(separator), [first, tail @ ..]) if *first == separator && !tail.is_empty() => tail,
            (Some(_), [_, ..]) => return None,
            _ => tail,
        };
    }
    rest.is_empty().then_some(bytes)
}

/// Lower-case pairs.
pub(super) fn format(raw: &[u8], separator: Option<u8>) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len() * 3);
    for (index, byte) in raw.iter().enumerate() {
        if index > 0 {
            text.extend(separator);
        }
        text.extend([byte >> 4, byte & 0xf].map(|half| b"0123456789abcdef"[usize::from(half)]));
    }
    text
}

/// The value of one hexadecimal digit.
pub(super) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_need_the_separator_of_their_type() {
        assert_eq!(parse(b"0a:FF", Some(b':')), Some(vec![0x0a, 0xff]));
        assert_eq!(parse(b"0a-ff", Some(b'-')), Some(vec![0x0a, 0xff]));
        assert_eq!(parse(b"0aff", None), Some(vec![0x0a, 0xff]));
        for wrong in [&b"5"[..], b"5g", b"0a:", b":0a", b"0aff", b"0a-ff", b"0a:f"] {
            assert_eq!(parse(wrong, Some(b':')), None, "{}", wrong.escape_ascii());
        }
        assert_eq!(parse(b"0af", None), None);
        assert_eq!(parse(b"0a:ff", None), None);
    }
}
