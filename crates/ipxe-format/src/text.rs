//! The text of a logical line, which may consist of several pieces.

use ipxe_syntax::is_space;

use crate::line_end::LineEnd;

/// Removes white space from the end of a part of a logical line, and the continuations that only white space follows.
/// Returns whether there was any.
pub(crate) fn trim_end(mut text: &[u8]) -> (&[u8], bool) {
    let mut is_cut = false;
    loop {
        text = trim_blanks(text);
        // Inside a logical line, a line end belongs to the continuation before it.
        let Some(before) = text.strip_suffix(b"\n") else { return (text, is_cut) };
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        text = before.strip_suffix(b"\\").unwrap_or(before);
        is_cut = true;
    }
}

/// The text without the white space at its start.
pub(crate) fn trim_start(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|&&byte| is_space(byte)).count();
    &text[blanks..]
}

fn trim_blanks(text: &[u8]) -> &[u8] {
    let blanks = text.iter().rev().take_while(|&&byte| byte != b'\n' && is_space(byte)).count();
    &text[..text.len() - blanks]
}

/// Appends a part of a logical line; the line ends in it become `line_end`.
pub(crate) fn push(out: &mut Vec<u8>, text: &[u8], line_end: LineEnd) {
    let mut rest = text;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let piece = &rest[..end];
        out.extend_from_slice(piece.strip_suffix(b"\r").unwrap_or(piece));
        out.extend_from_slice(line_end.as_bytes());
        rest = &rest[end + 1..];
    }
    out.extend_from_slice(rest);
}

/// The width of a text in columns: one for each UTF-8 character, and for each byte that is not UTF-8.
pub(crate) fn width(text: &[u8]) -> usize {
    let chars = |chunk: std::str::Utf8Chunk<'_>| chunk.valid().chars().count() + chunk.invalid().len();
    text.utf8_chunks().map(chars).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_continuations_are_taken_off_the_end() {
        assert_eq!(trim_end(b"a b\t \r"), (&b"a b"[..], false));
        assert_eq!(trim_end(b"a \\\r\n \\\n  "), (&b"a"[..], true));
        assert_eq!(trim_end(b"a\\ "), (&b"a\\"[..], false));
        assert_eq!(trim_end(b"a\\\\\n"), (&b"a\\"[..], true));
        assert_eq!(trim_end(b" \\\n"), (&b""[..], true));
    }

    #[test]
    fn line_ends_become_the_same() {
        let mut out = Vec::new();
        push(&mut out, b"a\\\nb\\\r\nc\r", LineEnd::CrLf);
        assert_eq!(out, b"a\\\r\nb\\\r\nc\r");
    }

    #[test]
    fn width_counts_characters() {
        assert_eq!(width("Überall".as_bytes()), 7);
        assert_eq!(width(b"a\xff\xfeb"), 4);
    }
}
