//! `dnssl`: a list of encoded DNS names.

/// The names, with dots between labels, separated by spaces. Nothing for malformed bytes. The root, a name without
/// labels, is empty, without a space.
///
/// A compression pointer may only point backwards, and each name is limited to the length that DNS allows, so the time
/// is bounded for any input.
pub(super) fn format_names(raw: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        if at > 0 && raw.get(at) != Some(&0) {
            text.push(b' ');
        }
        at = format_name(raw, at, &mut text)?;
    }
    Some(text)
}

/// The maximum length of an encoded name in the DNS standard.
const LONGEST: usize = 255;

/// Appends the name at `start`; returns the offset after its encoding.
fn format_name(raw: &[u8], start: usize, text: &mut Vec<u8>) -> Option<usize> {
    let (mut at, mut end, mut length) = (start, None, 0);
    let mut first = true;
    loop {
        let size = *raw.get(at)?;
        if size & 0xc0 == 0xc0 {
            let target = usize::from(size & 0x3f) << 8 | usize::from(*raw.get(at + 1)?);
            end = end.or(Some(at + 2));
            at = (target < at).then_some(target)?;
            length += 1;
        } else if size == 0 {
            return Some(end.unwrap_or(at + 1));
        } else if size & 0xc0 != 0 {
            return None;
        } else {
            let label = raw.get(at + 1..at + 1 + usize::from(size))?;
            if !first {
                text.push(b'.');
            }
            first = false;
            text.extend_from_slice(label);
            at += 1 + label.len();
            length += 1 + label.len();
        }
        if length > LONGEST {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_separated_by_spaces() {
        assert_eq!(format_names(b"\x01a\x02bc\0\x01d\0").unwrap(), b"a.bc d");
        assert_eq!(format_names(b"").unwrap(), b"");
        assert_eq!(format_names(b"\0\x01a\0\0\x01b\0\0").unwrap(), b" a b");
        assert_eq!(format_names(b"\0\0\x01\0\0").unwrap(), b" \0");
    }

    #[test]
    fn a_pointer_reuses_an_earlier_name() {
        assert_eq!(format_names(b"\x01a\x01b\0\x01c\xc0\x02").unwrap(), b"a.b c.b");
    }

    #[test]
    fn malformed_names_show_nothing() {
        for wrong in [&b"\x05ab"[..], b"\x01a", b"\xc0\0", b"\x01a\xc0\0", b"\xc0", &[0x41; 80]] {
            assert_eq!(format_names(wrong), None, "{}", wrong.escape_ascii());
        }
    }
}
