use std::fmt::{self, Write};

use crate::text::is_harmful;

/// Bytes of a script, in readable form: control characters have pictures, and invalid bytes have numbers.
#[derive(Clone, Copy)]
pub(super) struct Shown<'s>(pub(super) &'s [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            chunk.valid().chars().try_for_each(|char| write_char(f, char))?;
            chunk.invalid().iter().try_for_each(|byte| write!(f, "\\x{byte:02x}"))?;
        }
        Ok(())
    }
}

fn write_char(f: &mut fmt::Formatter<'_>, char: char) -> fmt::Result {
    match char {
        '\t' => f.write_char('\t'),
        // In Unicode, the pictures of control characters have the same order.
        '\0'..='\x1f' => f.write_char(char::from_u32(0x2400 + u32::from(char)).unwrap_or('\u{fffd}')),
        '\x7f' => f.write_char('\u{2421}'),
        char if is_harmful(char) => write!(f, "{}", char.escape_unicode()),
        char => f.write_char(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_seen_and_nothing_acts() {
        let text = Shown(b"a\tb\x1b[0m\0\r\x7f\xc2\x9b\xe2\x80\xae\xff\xc3\xa4").to_string();
        assert_eq!(text, "a\tb\u{241b}[0m\u{2400}\u{240d}\u{2421}\\u{9b}\\u{202e}\\xff\u{e4}");
    }
}
