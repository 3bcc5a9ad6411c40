use ipxe_syntax::{Span, Word};

use super::byte_at;
use crate::Fix;

/// Words that begin and end with the same quote, without one in between.
pub(super) struct Quoted {
    opening: Span,
    closing: Span,
}

impl Quoted {
    /// The quotes around some words, if there are any.
    pub(super) fn around(words: &[Word<'_, '_>]) -> Option<Self> {
        let (first, last) = (*words.first()?, *words.last()?);
        let mark = *first.text().first().filter(|mark| matches!(mark, b'"' | b'\''))?;
        let count: usize = words.iter().map(|word| memchr::memchr_iter(mark, word.text()).count()).sum();
        if last.text().last() != Some(&mark) || count != 2 {
            return None;
        }
        Some(Self { opening: byte_at(first, 0), closing: byte_at(last, last.text().len() - 1) })
    }

    /// All of it, including the quotes.
    pub(super) fn span(&self) -> Span {
        self.opening.cover(self.closing)
    }

    /// Whether there is nothing between the quotes.
    pub(super) fn is_empty(&self) -> bool {
        self.opening.end() == self.closing.start()
    }

    pub(super) fn removal(&self, title: &str) -> Fix {
        Fix::unsafe_(title, self.opening, "").and(self.closing, "")
    }

    pub(super) fn and_remove(&self, fix: Fix) -> Fix {
        fix.and(self.opening, "").and(self.closing, "")
    }
}
