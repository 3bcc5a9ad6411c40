//! Characters that look like characters with a meaning in iPXE, but are ordinary text.

use std::ops::Range;

/// The character that a look-alike resembles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// White space, or a character without a width.
    Blank,
    /// `-`.
    Dash,
    /// `"` or `'`.
    Quote,
    /// A full-width form of an ASCII character.
    Wide,
}

/// A character that looks like another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The kind of the look-alike.
    pub kind: Kind,
    /// The character.
    pub char: char,
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// The intended character; empty for a character without a width.
    pub meant: String,
}

impl LookAlike {
    /// A description of the character for messages, with its code point.
    #[must_use]
    pub fn name(&self) -> String {
        let code = u32::from(self.char);
        let what = match self.char {
            '\u{a0}' | '\u{202f}' => "a no-break space",
            '\u{ad}' => "a soft hyphen",
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => "an invisible character",
            '\u{2013}' => "an en dash",
            '\u{2014}' => "an em dash",
            '\u{2212}' => "a minus sign",
            _ => match self.kind {
                Kind::Blank => "a special space",
                Kind::Dash => "a special hyphen",
                Kind::Quote => "a curly quote",
                Kind::Wide => "a full-width character",
            },
        };
        format!("{what} (U+{code:04X})")
    }
}

/// The look-alikes in a text, in order. The cost for ASCII text is very low.
#[must_use]
pub fn look_alikes(text: &[u8]) -> Vec<LookAlike> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let mut start = 0;
    for chunk in text.utf8_chunks() {
        for (at, char) in chunk.valid().char_indices().filter(|(_, char)| !char.is_ascii()) {
            if let Some((kind, meant)) = classify(char) {
                let range = start + at..start + at + char.len_utf8();
                found.push(LookAlike { kind, char, range, meant });
            }
        }
        start += chunk.valid().len() + chunk.invalid().len();
    }
    found
}

/// Whether a text contains a look-alike.
#[must_use]
pub fn has_look_alike(text: &[u8]) -> bool {
    !look_alikes(text).is_empty()
}

fn classify(char: char) -> Option<(Kind, String)> {
    Some(match char {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => (Kind::Blank, String::new()),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            (Kind::Blank, " ".to_owned())
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => (Kind::Dash, "-".to_owned()),
        '\u{2018}'..='\u{201b}' => (Kind::Quote, "'".to_owned()),
        '\u{201c}'..='\u{201f}' => (Kind::Quote, "\"".to_owned()),
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(char) - 0xfee0)?;
            (Kind::Wide, ascii.to_string())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_found_where_they_stand() {
        let found = look_alikes("a\u{a0}b\u{2013}c".as_bytes());
        assert_eq!(found.iter().map(|one| one.range.clone()).collect::<Vec<_>>(), [1..3, 4..7]);
        assert_eq!(found.iter().map(|one| one.meant.as_str()).collect::<Vec<_>>(), [" ", "-"]);
    }

    #[test]
    fn letters_of_other_languages_and_broken_text_are_none() {
        assert!(!has_look_alike("Größe, 起動".as_bytes()));
        assert_eq!(look_alikes(b"\xff\xc2\xa0").first().map(|one| one.range.clone()), Some(1..3));
    }
}
