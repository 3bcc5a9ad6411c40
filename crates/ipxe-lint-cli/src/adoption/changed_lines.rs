use std::ops::Range;

use ipxe_lint::Diagnostic;
use ipxe_syntax::{LineIndex, Span};
use similar::{DiffOp, TextDiff};

/// The lines of a file that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChangedLines {
    /// All: the file is new.
    All,
    /// These, counted from 0, in order and without overlap.
    These(Vec<Range<usize>>),
}

impl ChangedLines {
    /// Whether a span has a part on one of them.
    fn touch(&self, span: Span, lines: &LineIndex<'_>) -> bool {
        let Self::These(changed) = self else { return true };
        let line = |offset| lines.line_of(offset) as usize;
        // An empty span belongs to its line; the end of another one is after its last byte.
        let (first, last) = (line(span.start()), line(span.end().max(span.start() + 1) - 1));
        let after = changed.partition_point(|range| range.end <= first);
        changed.get(after).is_some_and(|range| range.start <= last)
    }

    /// Whether a finding in a text is on one of them.
    pub(super) fn have(&self, finding: &Diagnostic, lines: &LineIndex<'_>) -> bool {
        self.touch(finding.span, lines)
    }

    /// The changed lines of another text: those that differ from this text, or that had already changed.
    pub(super) fn carried_over(&self, before: &[u8], after: &[u8]) -> Self {
        let Self::These(changed) = self else { return Self::All };
        if before == after {
            return self.clone();
        }
        let mut carried = Vec::new();
        for op in TextDiff::from_lines(before, after).ops() {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    let within = changed.iter().map(|range| {
                        range.start.clamp(*old_index, old_index + len)
                            ..range.end.clamp(*old_index, old_index + len)
                    });
                    let moved = within
                        .map(|range| range.start - old_index + new_index..range.end - old_index + new_index);
                    carried.extend(moved.filter(|range| !range.is_empty()));
                }
                other => carried.push(other.new_range()),
            }
        }
        carried.retain(|range| !range.is_empty());
        Self::These(carried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_move_with_the_text() {
        let lines = ChangedLines::These(vec![1..2, 3..4]);
        let carried = lines.carried_over(b"a\nb\nc\nd\n", b"new\na\nb\nc\nD\n");
        assert_eq!(carried, ChangedLines::These(vec![0..1, 2..3, 4..5]));
    }

    #[test]
    fn a_place_is_on_a_changed_line_if_a_part_of_it_is() {
        let (lines, changed) = (LineIndex::new(b"a\nb\nc\nd"), ChangedLines::These(vec![1..2, 9..10]));
        let touches = |start, end| changed.touch(Span::new(start, end), &lines);
        assert!(!touches(0, 2) && touches(0, 3) && touches(2, 3) && touches(3, 3) && !touches(4, 7));
    }
}
