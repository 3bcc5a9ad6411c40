//! Expectations about a text.

use std::fmt;

use memchr::memmem;

use super::{Mismatch, Requirement};

/// Expectations about a text. In a file: the whole text as a string or an integer, or a table. An empty table means any
/// text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextExpectation {
    /// It is this.
    pub equals: Option<String>,
    /// It begins with this.
    pub starts_with: Option<String>,
    /// It ends with this.
    pub ends_with: Option<String>,
    /// It contains each of these.
    pub contains: Vec<String>,
    /// It contains none of these.
    pub excludes: Vec<String>,
    /// Each of these is one of its words, separated by spaces or line ends.
    pub words: Vec<String>,
}

impl TextExpectation {
    /// It is this.
    #[must_use]
    pub fn equals(text: impl Into<String>) -> Self {
        Self { equals: Some(text.into()), ..Self::default() }
    }

    /// Records the mismatches of a text.
    pub(super) fn check(&self, subject: &str, text: &[u8], found: &mut Vec<Mismatch>) {
        let mut require = |requirement, expected: &str, met: bool| {
            if !met {
                let shown = String::from_utf8_lossy(text);
                found.push(Mismatch::new(subject, requirement, expected, Some(&shown)));
            }
        };
        if let Some(expected) = &self.equals {
            require(Requirement::Equals, expected, expected.as_bytes() == text);
        }
        if let Some(expected) = &self.starts_with {
            require(Requirement::StartsWith, expected, text.starts_with(expected.as_bytes()));
        }
        if let Some(expected) = &self.ends_with {
            require(Requirement::EndsWith, expected, text.ends_with(expected.as_bytes()));
        }
        let contains = |part: &String| memmem::find(text, part.as_bytes()).is_some();
        for expected in &self.contains {
            require(Requirement::Contains, expected, contains(expected));
        }
        for expected in &self.excludes {
            require(Requirement::Excludes, expected, !contains(expected));
        }
        for expected in &self.words {
            let mut words = text.split(u8::is_ascii_whitespace);
            require(Requirement::HasWord, expected, words.any(|word| word == expected.as_bytes()));
        }
    }
}

/// The text, as far as it is given.
impl fmt::Display for TextExpectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.equals, &self.starts_with, &self.ends_with) {
            (Some(text), _, _) => f.write_str(text),
            (None, None, None) => f.write_str("…"),
            (None, start, end) => {
                write!(f, "{}…{}", start.as_deref().unwrap_or_default(), end.as_deref().unwrap_or_default())
            }
        }
    }
}
