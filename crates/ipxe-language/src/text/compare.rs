//! Comparisons of texts with unknown pieces.

use memchr::memmem;

use super::Certainty;
use super::Text;

impl Text<'_> {
    /// Whether the text starts with `prefix`.
    #[must_use]
    pub fn starts_with(&self, prefix: &[u8]) -> Certainty {
        let head = self.head();
        let shared = head.len().min(prefix.len());
        if head.get(..shared) != prefix.get(..shared) {
            return Certainty::No;
        }
        match (shared == prefix.len(), self.is_known()) {
            (true, _) => Certainty::Yes,
            (false, true) => Certainty::No,
            (false, false) => Certainty::Maybe,
        }
    }

    /// Whether both texts are equal. `Maybe` if an unknown piece could make them equal.
    #[must_use]
    pub fn equals(&self, other: &Text<'_>) -> Certainty {
        match (self.as_known(), other.as_known()) {
            (Some(left), Some(right)) => (left == right).into(),
            (Some(known), None) => possible(other.may_equal(known)),
            (None, Some(known)) => possible(self.may_equal(known)),
            (None, None) => possible(ends_agree(self, other)),
        }
    }

    /// Whether some values of the unknown pieces make this text equal to `bytes`. Linear.
    ///
    /// ```
    /// use ipxe_language::text::Text;
    ///
    /// let mut target = Text::from("boot_");
    /// target.push_unknown();
    /// assert!(target.may_equal(b"boot_linux"));
    /// assert!(!target.may_equal(b"retry"));
    /// ```
    #[must_use]
    pub fn may_equal(&self, bytes: &[u8]) -> bool {
        let Some(rest) = bytes.strip_prefix(self.head()) else { return false };
        if self.is_known() {
            return rest.is_empty();
        }
        let Some(rest) = rest.strip_suffix(self.tail()) else { return false };
        // Between both ends, every known run must occur, in order; the earliest position is always sufficient.
        let middle = self.holes().windows(2).filter_map(|pair| self.known_bytes().get(pair[0]..pair[1]));
        middle
            .map(|run| (memmem::Finder::new(run), run.len()))
            .try_fold(rest, |rest, (finder, length)| {
                let found = finder.find(rest)?;
                rest.get(found.saturating_add(length)..)
            })
            .is_some()
    }

    /// The known bytes before the first unknown piece.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        let end = self.holes().first().copied().unwrap_or(self.known_bytes().len());
        self.known_bytes().get(..end).unwrap_or_default()
    }

    /// The known bytes after the last unknown piece.
    #[must_use]
    pub fn tail(&self) -> &[u8] {
        let start = self.holes().last().copied().unwrap_or_default();
        self.known_bytes().get(start..).unwrap_or_default()
    }
}

fn possible(possible: bool) -> Certainty {
    if possible { Certainty::Maybe } else { Certainty::No }
}

fn ends_agree(left: &Text<'_>, right: &Text<'_>) -> bool {
    let heads = left.head().iter().zip(right.head()).all(|(a, b)| a == b);
    let tails = left.tail().iter().rev().zip(right.tail().iter().rev()).all(|(a, b)| a == b);
    heads && tails
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(spec: &str) -> Text<'static> {
        let mut text = Text::default();
        for (index, part) in spec.split('*').enumerate() {
            if index > 0 {
                text.push_unknown();
            }
            text.push_bytes(part.as_bytes());
        }
        text
    }

    /// The definition, by brute force.
    fn matches(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|skip| matches(rest, &text[skip..])),
            Some((byte, rest)) => text.first() == Some(byte) && matches(rest, &text[1..]),
        }
    }

    #[test]
    fn ends_that_differ_make_partly_unknown_texts_unequal() {
        assert_eq!(pattern("a*").equals(&pattern("b*")), Certainty::No);
        assert_eq!(pattern("*a").equals(&pattern("*b")), Certainty::No);
        assert_eq!(pattern("a*").equals(&pattern("*b")), Certainty::Maybe);
        assert_eq!(pattern("a").equals(&pattern("a")), Certainty::Yes);
        assert_eq!(pattern("aa*").equals(&pattern("a")), Certainty::No);
    }

    #[test]
    fn a_prefix_may_reach_into_an_unknown_piece() {
        assert_eq!(pattern("ht*").starts_with(b"http"), Certainty::Maybe);
        assert_eq!(pattern("ht*").starts_with(b"f"), Certainty::No);
        assert_eq!(pattern("ht").starts_with(b"http"), Certainty::No);
        assert_eq!(pattern("http*").starts_with(b"ht"), Certainty::Yes);
    }

    proptest! {
        #[test]
        fn unknown_pieces_match_like_wildcards(spec in "[ab*]{0,8}", text in "[ab]{0,8}") {
            prop_assert_eq!(pattern(&spec).may_equal(text.as_bytes()), matches(spec.as_bytes(), text.as_bytes()));
        }
    }
}
