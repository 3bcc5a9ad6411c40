//! Script text in displayable form.

use std::fmt::Write;

/// The maximum length of quoted script text in a message, in characters.
const QUOTED: usize = 60;

/// Text for a message: lossy UTF-8, with escaped control characters; long text is cut in the middle.
pub(crate) fn quote(text: &[u8]) -> String {
    let text = printable(&String::from_utf8_lossy(text));
    let count = text.chars().count();
    if count <= QUOTED {
        return format!("`{text}`");
    }
    let head: String = text.chars().take(QUOTED - 20).collect();
    let tail: String = text.chars().skip(count - 15).collect();
    format!("`{head}…{tail}`")
}

/// Text with escapes for characters that control a terminal, or change the direction of text.
///
/// ```
/// assert_eq!(ipxe_lint::printable("\x1b[2J boot.ipxe"), "\\u{1b}[2J boot.ipxe");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if is_harmful(char) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
    shown
}

/// Like [`printable`], but keeps line ends.
#[must_use]
pub fn printable_lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// A copy of the source with the same number of bytes, as valid UTF-8 without harmful characters.
pub(crate) fn mask(source: &[u8]) -> Vec<u8> {
    if source.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return source.to_vec();
    }
    let mut shown = Vec::with_capacity(source.len());
    for chunk in source.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(char) = chars.next() {
            if char == '\r' && chars.peek() == Some(&'\n') {
                // It is part of the line end, and not a mistake.
                shown.push(b' ');
            } else if is_harmful(char) && char != '\n' && char != '\t' {
                shown.extend(std::iter::repeat_n(b'?', char.len_utf8()));
            } else {
                shown.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        shown.extend(std::iter::repeat_n(b'?', chunk.invalid().len()));
    }
    shown
}

/// Whether a character controls a terminal, the direction of text or its lines. This includes characters that Unicode
/// excludes from texts, and XML from documents.
///
/// ```
/// assert!(ipxe_lint::is_harmful('\x1b') && ipxe_lint::is_harmful('\u{202e}') && !ipxe_lint::is_harmful('ä'));
/// ```
#[must_use]
pub fn is_harmful(char: char) -> bool {
    let reorders = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let ends_lines = matches!(char, '\u{2028}' | '\u{2029}');
    char.is_control() || reorders || ends_lines || matches!(char, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_never_get_through() {
        assert_eq!(printable("a\x1b[31mb\u{202e}c\u{2028}d"), "a\\u{1b}[31mb\\u{202e}c\\u{2028}d");
        assert_eq!(mask(b"a\x1b\xc2\x9b\r\r\n\t\xff\xc3\xa4"), b"a???? \n\t?\xc3\xa4");
    }

    #[test]
    fn long_text_is_cut_in_the_middle() {
        let quoted = quote("x".repeat(500).as_bytes());
        assert!(quoted.chars().count() < 70 && quoted.contains('…'));
    }
}
