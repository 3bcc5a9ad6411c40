//! Parts of a text. A cut is always at a known byte, so that each hole is clearly on one side.

use std::ops::Range;
use std::sync::Arc;

use super::{Built, Repr, Text};

/// A part of a [`Text`] with its position. Copies are cheap.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slice<'t> {
    bytes: &'t [u8],
    /// Offset of `bytes` in the text.
    offset: usize,
    /// Offsets of the holes in the text.
    holes: &'t [usize],
}

impl<'t> Slice<'t> {
    /// The known bytes of the part, as a range of the text's known bytes.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.bytes.len()
    }

    /// The known bytes, without unknown pieces.
    #[must_use]
    pub const fn bytes(&self) -> &'t [u8] {
        self.bytes
    }

    /// The bytes, if all of them are known.
    #[must_use]
    pub fn as_known(&self) -> Option<&'t [u8]> {
        self.holes.is_empty().then_some(self.bytes)
    }

    /// The part as a separate text.
    #[must_use]
    pub fn to_text(&self) -> Text<'t> {
        let holes = self.holes.iter().map(|hole| hole - self.offset);
        Text::with_holes(self.bytes, holes)
    }

    /// The known bytes before the first unknown piece.
    pub(crate) fn head(&self) -> &'t [u8] {
        let end = self.holes.first().map_or(self.bytes.len(), |hole| hole - self.offset);
        self.bytes.get(..end).unwrap_or(self.bytes)
    }

    /// Offset in the text of the first such byte.
    pub(crate) fn find(&self, byte: u8) -> Option<usize> {
        memchr::memchr(byte, self.bytes).map(|at| self.offset + at)
    }

    /// Offset in the text of the last such byte.
    pub(crate) fn find_last(&self, byte: u8) -> Option<usize> {
        memchr::memrchr(byte, self.bytes).map(|at| self.offset + at)
    }

    /// Whether the part certainly starts with these bytes, without an unknown piece before or inside them.
    pub(crate) fn starts_with(&self, prefix: &[u8]) -> bool {
        let clear = self.holes.first().is_none_or(|hole| hole - self.offset >= prefix.len());
        clear && self.bytes.starts_with(prefix)
    }

    /// Whether an unknown piece comes first, so that the value may begin with any byte.
    pub(crate) fn may_start_otherwise(&self) -> bool {
        self.holes.first() == Some(&self.offset)
    }

    /// Whether it is empty, without known or unknown pieces.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.holes.is_empty()
    }

    /// The text before and after the known byte at that offset.
    pub(crate) fn cut(&self, at: usize) -> (Self, Self) {
        self.split(at, at.saturating_add(1))
    }

    /// The text before the known byte at that offset, and the text from it on.
    pub(crate) fn cut_before(&self, at: usize) -> (Self, Self) {
        self.split(at, at)
    }

    /// The text before `end`, and the text from `start` on.
    fn split(&self, end: usize, start: usize) -> (Self, Self) {
        let holes = self.holes.partition_point(|&hole| hole <= end);
        let (before, after) = self.holes.split_at(holes);
        let clamp = |at: usize| at.saturating_sub(self.offset).min(self.bytes.len());
        let (end, start) = (clamp(end), clamp(start));
        let before =
            Self { bytes: self.bytes.get(..end).unwrap_or_default(), offset: self.offset, holes: before };
        let bytes = self.bytes.get(start..).unwrap_or_default();
        (before, Self { bytes, offset: self.offset + start, holes: after })
    }
}

impl std::fmt::Debug for Slice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.to_text(), self.range())
    }
}

impl<'a> Text<'a> {
    /// The whole text as a part of itself.
    #[must_use]
    pub fn as_slice(&self) -> Slice<'_> {
        Slice { bytes: self.known_bytes(), offset: 0, holes: self.holes() }
    }

    /// The text after the known byte at `index`.
    #[must_use]
    pub(crate) fn after(&self, index: usize) -> Text<'_> {
        self.as_slice().cut(index).1.to_text()
    }

    /// Removes the known byte at `index` and everything after it.
    pub(crate) fn truncate(&mut self, index: usize) {
        let Built { bytes, holes } = match &mut self.0 {
            Repr::Borrowed(bytes) => return *bytes = bytes.get(..index).unwrap_or(bytes),
            Repr::Built(None) => return,
            Repr::Built(Some(built)) => Arc::make_mut(built),
        };
        bytes.truncate(index);
        holes.retain(|&mut hole| hole <= index);
    }

    /// The text up to its first NUL byte, as C code reads it.
    #[must_use]
    pub fn until_nul(mut self) -> Text<'a> {
        if let Some(nul) = memchr::memchr(0, self.known_bytes()) {
            self.truncate(nul);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `…a…b…`
    fn sample() -> Text<'static> {
        let mut text = Text::unknown();
        text.push_bytes(b"a");
        text.push_unknown();
        text.push_bytes(b"b");
        text.push_unknown();
        text
    }

    #[test]
    fn a_cut_at_a_byte_decides_where_the_unknown_piece_before_it_goes() {
        let text = sample();
        let all = text.as_slice();
        let parts = [all.cut(1).0, all.cut_before(1).1, all.cut(1).1, all.cut(0).1, all.cut(0).0];
        insta::assert_debug_snapshot!(parts, @r#"
        [
            "…a…" at 0..1,
            "b…" at 1..2,
            "…" at 2..2,
            "…b…" at 1..2,
            "…" at 0..0,
        ]
        "#);
    }

    #[test]
    fn cuts_outside_the_text_are_empty_or_everything() {
        let text = Text::from("ab");
        let (before, after) = text.as_slice().cut(9);
        assert_eq!(before.to_text(), text);
        assert!(after.is_empty());
    }

    #[test]
    fn text_ends_at_the_first_nul() {
        assert_eq!(Text::from("ab\0cd").until_nul(), Text::from("ab"));
        assert_eq!(Text::from("ab").until_nul(), Text::from("ab"));
    }
}
