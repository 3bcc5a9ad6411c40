//! Spans of parts of a word.

use std::ops::Range;

use ipxe_syntax::{Segment, Span, Word};

/// The span of a byte range of a word's *known* bytes, as a `Text` counts them: without the expansions.
///
/// Expansions inside the range are part of the span, but not those at its ends. A range of all known bytes gives the
/// span of the whole word.
#[must_use]
pub fn span_of_known(word: Word<'_, '_>, range: Range<usize>) -> Span {
    let (mut known, mut at) = (0, 0);
    let (mut start, mut end) = (None, 0);
    for segment in word.segments() {
        let (len, is_known) = match segment {
            Segment::Literal { text, .. } => (text.len(), true),
            Segment::Unterminated(_) => ("${".len(), true),
            Segment::Expansion(expansion) => (expansion.text().len(), false),
            _ => (0, false),
        };
        if is_known {
            if start.is_none() && range.start < known + len {
                start = Some(at + range.start.saturating_sub(known));
            }
            if range.end > known {
                end = at + (range.end - known).min(len);
            }
            known += len;
        }
        at += len;
    }
    if range.start == 0 && range.end >= known {
        return word.span();
    }
    let start = start.unwrap_or(at);
    word.span_at(start..end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: &[u8], range: Range<usize>) -> Vec<u8> {
        let script = ipxe_syntax::parse(source);
        let word = script.words().next().expect("the source has a word");
        script.slice(span_of_known(word, range)).to_vec()
    }

    #[test]
    fn expansions_do_not_count_but_lie_between() {
        assert_eq!(place(b"#!ipxe\nab${x}cd${y}\n", 0..2), b"ab");
        assert_eq!(place(b"#!ipxe\nab${x}cd${y}\n", 1..3), b"b${x}c");
        assert_eq!(place(b"#!ipxe\nab${x}cd${y}\n", 2..4), b"cd");
        assert_eq!(place(b"#!ipxe\n${x}cd\n", 0..2), b"${x}cd");
    }

    #[test]
    fn a_range_outside_the_word_is_its_end() {
        assert_eq!(place(b"#!ipxe\nab\n", 7..9), b"");
    }
}
