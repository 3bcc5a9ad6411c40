use std::collections::{BTreeMap, BTreeSet};

use super::{
    card::Card,
    marks::{Marks, Segment},
};
use crate::reports::Checked;

/// The number of lines shown before and after one with a finding.
const CONTEXT: u32 = 3;

/// The maximum length of a run of other lines that is folded; a longer one is omitted.
const LONGEST_FOLD: u32 = 1000;

/// Lines that are shown in the same way.
pub(super) struct Block<'a> {
    pub(super) first: u32,
    pub(super) last: u32,
    /// Whether they are folded, because they have no findings.
    pub(super) is_folded: bool,
    /// The lines. None if they are omitted.
    pub(super) rows: Vec<Row<'a>>,
}

/// A line and its findings.
pub(super) struct Row<'a> {
    /// The line, from 1.
    pub(super) number: u32,
    pub(super) segments: Vec<Segment<'a>>,
    pub(super) findings: Vec<Card<'a>>,
}

/// A script's lines in blocks.
pub(super) fn blocks<'a>(script: &'a Checked<'_>, script_id: &str) -> Vec<Block<'a>> {
    let interesting = interesting(script);
    let count = line_count(script, &interesting);
    let mut marks = Marks::new(script);
    let mut cards = cards(script, script_id);
    ranges(&interesting, count)
        .into_iter()
        .map(|Range { first, last, is_folded }| {
            let is_shown = !is_folded || last - first < LONGEST_FOLD;
            let mut rows = Vec::new();
            for line in first..=last {
                let segments = marks.cut(script.file().source(), script.file().line_text(line));
                if is_shown {
                    let findings = cards.remove(&line).unwrap_or_default();
                    rows.push(Row { number: line + 1, segments, findings });
                }
            }
            Block { first: first + 1, last: last + 1, is_folded, rows }
        })
        .collect()
}

/// The number of displayed lines: without the empty one after the last line end, unless it has a finding.
fn line_count(script: &Checked<'_>, interesting: &BTreeSet<u32>) -> u32 {
    let last = script.file().line_count() - 1;
    let is_seen = last == 0 || !script.file().line_text(last).is_empty() || interesting.contains(&last);
    if is_seen { last + 1 } else { last }
}

/// The cards below each line.
fn cards<'a>(script: &'a Checked<'_>, script_id: &str) -> BTreeMap<u32, Vec<Card<'a>>> {
    let mut cards: BTreeMap<u32, Vec<Card<'a>>> = BTreeMap::new();
    for finding in script.diagnostics() {
        let line = script.file().line_of(finding.span.start());
        cards.entry(line).or_default().push(Card::new(script, script_id, finding));
    }
    cards
}

/// The lines at which a finding or a label begins or ends.
fn interesting(script: &Checked<'_>) -> BTreeSet<u32> {
    let findings = script.diagnostics().iter();
    let spans =
        findings.flat_map(|finding| finding.labels.iter().map(|label| label.span).chain([finding.span]));
    spans.flat_map(|span| [span.start(), span.end()]).map(|at| script.file().line_of(at)).collect()
}

/// Lines, from 0, that are shown in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    first: u32,
    last: u32,
    is_folded: bool,
}

/// All lines in ranges, with context around the interesting ones. Folding only one or two lines would be useless.
fn ranges(interesting: &BTreeSet<u32>, count: u32) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut next = 0;
    for line in interesting {
        let (first, last) = (line.saturating_sub(CONTEXT), (line + CONTEXT).min(count - 1));
        match ranges.last_mut() {
            Some(range) if first <= next + 2 => range.last = last,
            None if first <= 2 => ranges.push(Range { first: 0, last, is_folded: false }),
            _ => {
                ranges.push(Range { first: next, last: first - 1, is_folded: true });
                ranges.push(Range { first, last, is_folded: false });
            }
        }
        next = last + 1;
    }
    match ranges.last_mut() {
        Some(range) if count <= next + 2 => range.last = count - 1,
        _ => ranges.push(Range { first: next, last: count - 1, is_folded: true }),
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(interesting: &[u32], count: u32) -> Vec<(u32, u32, bool)> {
        let ranges = ranges(&interesting.iter().copied().collect(), count);
        ranges.iter().map(|range| (range.first, range.last, range.is_folded)).collect()
    }

    #[test]
    fn lines_far_from_findings_are_folded() {
        assert_eq!(shape(&[20, 22], 50), [(0, 16, true), (17, 25, false), (26, 49, true)]);
    }

    #[test]
    fn short_runs_are_not_folded() {
        assert_eq!(shape(&[5], 11), [(0, 10, false)]);
        assert_eq!(shape(&[0, 9], 13), [(0, 12, false)]);
        assert_eq!(shape(&[0, 10], 14), [(0, 3, false), (4, 6, true), (7, 13, false)]);
    }

    #[test]
    fn every_line_is_in_one_range() {
        for count in 1..40 {
            for line in 0..count {
                let ranges = ranges(&[line, line * 7 % count].into(), count);
                let lines: Vec<u32> = ranges.iter().flat_map(|range| range.first..=range.last).collect();
                assert_eq!(lines, (0..count).collect::<Vec<_>>());
            }
        }
    }
}
