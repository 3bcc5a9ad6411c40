//! Finds the lines of a text that differ from those of another one.

use std::ops::Range;

/// The number of lines in which inserted lines are searched.
const NEAR: usize = 40;

/// The lines of a text that differ, with the corresponding lines of the other text. Takes linear time.
pub(super) fn changes(old: &[u8], new: &[u8]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old, new) = (Lines::new(old), Lines::new(new));
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.count() || b < new.count() {
        if a < old.count() && b < new.count() && old.line(a) == new.line(b) {
            (a, b) = (a + 1, b + 1);
            continue;
        }
        let (until_a, until_b) = meeting(&old, &new, a, b);
        // Line by line, as long as there are pairs.
        let pairs = (until_a - a).min(until_b - b);
        changes.extend((0..pairs).map(|at| (old.range(a + at, a + at + 1), new.range(b + at, b + at + 1))));
        if a + pairs < until_a || b + pairs < until_b {
            changes.push((old.range(a + pairs, until_a), new.range(b + pairs, until_b)));
        }
        (a, b) = (until_a, until_b);
    }
    changes
}

/// The nearest lines from which two texts are equal again; otherwise the next line.
fn meeting(old: &Lines<'_>, new: &Lines<'_>, a: usize, b: usize) -> (usize, usize) {
    for distance in 1..NEAR {
        for more in 0..=distance {
            let (a, b) = (a + more, b + distance - more);
            if a < old.count() && b < new.count() && old.line(a) == new.line(b) && old.line(a) != b"\n" {
                return (a, b);
            }
        }
    }
    match (old.count() - a, new.count() - b) {
        (0, _) | (_, 0) => (old.count(), new.count()),
        _ => (a + 1, b + 1),
    }
}

/// A text by its lines.
struct Lines<'t> {
    text: &'t [u8],
    /// The starts of the lines, and the end of the text.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t [u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|end| end + 1));
        let mut starts: Vec<usize> = starts.filter(|start| *start < text.len()).collect();
        starts.push(text.len());
        Self { text, starts }
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    fn range(&self, from: usize, until: usize) -> Range<usize> {
        self.starts[from]..self.starts[until]
    }

    fn line(&self, at: usize) -> &'t [u8] {
        &self.text[self.range(at, at + 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_go_together_one_by_one() {
        assert_eq!(changes(b"a\nb\nc\n", b"a\nB\nc\n"), [(2..4, 2..4)]);
        assert_eq!(changes(b"a\nb\n", b"a\nx\nb\n"), [(2..2, 2..4)]);
        assert_eq!(changes(b"a\nb\nc", b"a\nc"), [(2..4, 2..2)]);
        assert_eq!(changes(b"", b"a\n"), [(0..0, 0..2)]);
        assert_eq!(changes(b"a\n", b"a\n"), []);
    }
}
