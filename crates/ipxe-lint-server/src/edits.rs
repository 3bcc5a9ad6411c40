//! The difference of two texts, as edits of lines.

use std::ops::Range;

use gen_lsp_types::TextEdit;
use ipxe_lint::syntax::Span;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::positions::Places;

/// The edits that turn one text into another. Common lines stay unchanged, so that the client keeps its marks in them.
pub(crate) fn edits(old: &str, new: &str, places: &Places<'_>) -> Vec<TextEdit> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let starts = starts(&old);
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new).into_iter();
    let changes = changes.filter(|change| change.tag() != DiffTag::Equal);
    let edit = |(before, after): (Range<usize>, Range<usize>)| TextEdit {
        range: places.range(span(&starts, before)),
        new_text: new[after].concat(),
    };
    changes.flat_map(|change| by_line(change.old_range(), change.new_range())).map(edit).collect()
}

/// Splits a change that keeps the number of lines into single lines: a client may apply only some of them.
fn by_line(before: Range<usize>, after: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    if before.len() != after.len() {
        return vec![(before, after)];
    }
    before.zip(after).map(|(before, after)| (before..before + 1, after..after + 1)).collect()
}

/// The offset of the start of each line, and of the end of the last line.
fn starts(lines: &[&str]) -> Vec<u32> {
    let mut at = 0;
    let mut starts = vec![0];
    for line in lines {
        at += u32::try_from(line.len()).unwrap_or(u32::MAX);
        starts.push(at);
    }
    starts
}

fn span(starts: &[u32], lines: Range<usize>) -> Span {
    Span::new(starts[lines.start], starts[lines.end])
}

#[cfg(test)]
mod tests {
    use ipxe_lint::syntax::Unit;

    use super::*;

    #[test]
    fn only_lines_that_differ_are_edited() {
        let old = "a\nb\nc\nd";
        let edits = edits(old, "a\nB\nc\nd\n", &Places::new(old.as_bytes(), Unit::Utf16));
        let edits: Vec<_> =
            edits.iter().map(|edit| (edit.range.start.line, edit.new_text.as_str())).collect();
        assert_eq!(edits, [(1, "B\n"), (3, "d\n")]);
    }
}
