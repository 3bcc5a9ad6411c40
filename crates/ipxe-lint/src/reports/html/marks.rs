use ipxe_syntax::Span;

use super::shown::Shown;
use crate::{Level, reports::Checked};

/// Part of a line that is marked in one way.
pub(super) struct Segment<'s> {
    /// The class of its mark; empty: it has none.
    pub(super) mark: &'static str,
    pub(super) text: Shown<'s>,
}

/// Number of kinds of marks: further places, and the levels.
const KINDS: usize = 4;

/// The classes of the kinds, from weak to strong: where several meet, the strongest shows.
const CLASSES: [&str; KINDS] = ["also", "advice", "warning", "error"];

/// Where a mark begins or ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    at: u32,
    /// Ends come before beginnings, and a mark without length is both at once.
    turn: Turn,
    kind: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    End,
    Point,
    Begin,
}

/// Cuts a script's lines where marks begin and end, from the first line to the last.
pub(super) struct Marks {
    edges: Vec<Edge>,
    /// The next edge.
    next: usize,
    /// How many marks of each kind hold the place that was reached.
    open: [usize; KINDS],
}

impl Marks {
    /// The marks of all findings and their further places.
    pub(super) fn new(script: &Checked<'_>) -> Self {
        let mut edges = Vec::new();
        for finding in script.diagnostics() {
            let kind = match finding.level {
                Level::Advice => 1,
                Level::Warning => 2,
                Level::Error => 3,
            };
            push(&mut edges, finding.span, kind);
            finding.labels.iter().for_each(|label| push(&mut edges, label.span, 0));
        }
        edges.sort_unstable();
        Self { edges, next: 0, open: [0; KINDS] }
    }

    /// The parts of the next line; lines have to come in their order.
    pub(super) fn cut<'s>(&mut self, source: &'s [u8], line: Span) -> Vec<Segment<'s>> {
        let mut segments = Vec::new();
        let mut from = line.start();
        let text = |from: u32, to: u32| Shown(&source[from as usize..to as usize]);
        while let Some(edge) = self.edges.get(self.next).filter(|edge| edge.at <= line.end()) {
            let at = edge.at.max(from);
            if at > from {
                segments.push(Segment { mark: self.mark(), text: text(from, at) });
                from = at;
            }
            match edge.turn {
                Turn::Begin => self.open[edge.kind] += 1,
                Turn::End => self.open[edge.kind] -= 1,
                Turn::Point => segments.push(Segment { mark: CLASSES[edge.kind], text: text(at, at) }),
            }
            self.next += 1;
        }
        if from < line.end() {
            segments.push(Segment { mark: self.mark(), text: text(from, line.end()) });
        }
        segments
    }

    fn mark(&self) -> &'static str {
        self.open.iter().rposition(|count| *count > 0).map_or("", |kind| CLASSES[kind])
    }
}

fn push(edges: &mut Vec<Edge>, span: Span, kind: usize) {
    if span.is_empty() {
        edges.push(Edge { at: span.start(), turn: Turn::Point, kind });
    } else {
        edges.push(Edge { at: span.start(), turn: Turn::Begin, kind });
        edges.push(Edge { at: span.end(), turn: Turn::End, kind });
    }
}
