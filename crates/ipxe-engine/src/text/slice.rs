//! Parts of a text. A cut is made at a known byte, so that it is clear on which side a hole falls.

use std::borrow::Cow;

use super::Text;

impl<'a> Text<'a> {
    /// What stands before the known byte at `index`, an unknown piece right before it included.
    #[must_use]
    pub fn before(&self, index: usize) -> Text<'_> {
        let end = index.min(self.bytes.len());
        let holes = self.holes.iter().copied().take_while(|&hole| hole <= end).collect();
        Text { bytes: Cow::Borrowed(self.bytes.get(..end).unwrap_or_default()), holes }
    }

    /// What begins with the known byte at `index`, an unknown piece right before it left out.
    #[must_use]
    pub fn starting_at(&self, index: usize) -> Text<'_> {
        self.tail(index, |hole| hole > index)
    }

    /// What stands after the known byte at `index`.
    #[must_use]
    pub fn after(&self, index: usize) -> Text<'_> {
        let start = index.saturating_add(1);
        self.tail(start, |hole| hole >= start)
    }

    /// Cuts off the known byte at `index` and everything after it.
    pub(crate) fn truncate(&mut self, index: usize) {
        match &mut self.bytes {
            Cow::Borrowed(bytes) => *bytes = bytes.get(..index).unwrap_or(bytes),
            Cow::Owned(bytes) => bytes.truncate(index),
        }
        while self.holes.last().is_some_and(|&hole| hole > index) {
            self.holes.pop();
        }
    }

    /// The text up to its first NUL byte: what C code sees of it.
    #[must_use]
    pub fn until_nul(mut self) -> Text<'a> {
        if let Some(nul) = memchr::memchr(0, &self.bytes) {
            self.truncate(nul);
        }
        self
    }

    fn tail(&self, start: usize, keep: impl Fn(usize) -> bool) -> Text<'_> {
        let start = start.min(self.bytes.len());
        let holes = self.holes.iter().copied().filter(|&hole| keep(hole)).map(|hole| hole - start).collect();
        Text { bytes: Cow::Borrowed(self.bytes.get(start..).unwrap_or_default()), holes }
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
        let parts = [text.before(1), text.starting_at(1), text.after(1), text.after(0), text.before(0)];
        insta::assert_debug_snapshot!(parts, @r#"
        [
            "…a…",
            "b…",
            "…",
            "…b…",
            "…",
        ]
        "#);
    }

    #[test]
    fn cuts_outside_the_text_are_empty_or_everything() {
        let text = Text::from("ab");
        assert_eq!(text.before(9), text);
        assert_eq!(text.after(9), Text::default());
        assert_eq!(text.starting_at(9), Text::default());
        assert_eq!(text.starting_at(0), text);
    }

    #[test]
    fn text_ends_at_the_first_nul() {
        assert_eq!(Text::from("ab\0cd").until_nul(), Text::from("ab"));
        assert_eq!(Text::from("ab").until_nul(), Text::from("ab"));
    }
}
