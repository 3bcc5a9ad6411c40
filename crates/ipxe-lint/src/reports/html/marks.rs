use std::{collections::BTreeMap, fmt};

use ipxe_syntax::Span;

use super::shown::Shown;
use crate::{Level, RuleId, reports::Checked};

/// A part of a line with one mark.
pub(super) struct Segment<'s> {
    /// The owner of its mark.
    pub(super) mark: Option<Mark>,
    pub(super) text: Shown<'s>,
}

/// The mark of a place; of several marks, the greatest is shown. As text, it is the mark's classes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The level of the finding. None for another place of it.
    level: Option<Level>,
    rule: RuleId,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = self.level.map_or("also", |level| level.as_str());
        write!(f, "{level} {}", self.rule.meta().code)
    }
}

/// The start or the end of a mark.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    at: u32,
    /// Ends come before starts, and an empty mark is both.
    turn: Turn,
    mark: Mark,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    End,
    Point,
    Begin,
}

/// Splits a script's lines at the starts and ends of marks, from the first line to the last.
pub(super) struct Marks {
    edges: Vec<Edge>,
    /// The next edge.
    next: usize,
    /// The marks at the current position, and their numbers.
    open: BTreeMap<Mark, usize>,
}

impl Marks {
    /// The marks of all findings and their other places.
    pub(super) fn new(script: &Checked<'_>) -> Self {
        let mut edges = Vec::new();
        for finding in script.diagnostics() {
            let rule = finding.rule;
            push(&mut edges, finding.span, Mark { level: Some(finding.level), rule });
            finding.labels.iter().for_each(|label| push(&mut edges, label.span, Mark { level: None, rule }));
        }
        edges.sort_unstable();
        Self { edges, next: 0, open: BTreeMap::new() }
    }

    /// The parts of the next line; lines must be requested in order.
    pub(super) fn cut<'s>(&mut self, source: &'s [u8], line: Span) -> Vec<Segment<'s>> {
        let mut segments = Vec::new();
        let mut from = line.start();
        let text = |from: u32, to: u32| Shown(&source[from as usize..to as usize]);
        while let Some(edge) = self.edges.get(self.next).copied().filter(|edge| edge.at <= line.end()) {
            let at = edge.at.max(from);
            if at > from {
                segments.push(Segment { mark: self.greatest(), text: text(from, at) });
                from = at;
            }
            match edge.turn {
                Turn::Begin => *self.open.entry(edge.mark).or_insert(0) += 1,
                Turn::End => self.close(edge.mark),
                Turn::Point => segments.push(Segment { mark: Some(edge.mark), text: text(at, at) }),
            }
            self.next += 1;
        }
        if from < line.end() {
            segments.push(Segment { mark: self.greatest(), text: text(from, line.end()) });
        }
        segments
    }

    fn close(&mut self, mark: Mark) {
        if let Some(count) = self.open.get_mut(&mark) {
            *count -= 1;
            if *count == 0 {
                self.open.remove(&mark);
            }
        }
    }

    fn greatest(&self) -> Option<Mark> {
        self.open.last_key_value().map(|(mark, _)| *mark)
    }
}

fn push(edges: &mut Vec<Edge>, span: Span, mark: Mark) {
    if span.is_empty() {
        edges.push(Edge { at: span.start(), turn: Turn::Point, mark });
    } else {
        edges.push(Edge { at: span.start(), turn: Turn::Begin, mark });
        edges.push(Edge { at: span.end(), turn: Turn::End, mark });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Diagnostic;

    /// The lines with brackets around marks: `[ ]` for findings, `( )` for further places.
    fn marked(source: &str, findings: &[Diagnostic]) -> String {
        let script = Checked::new("a.ipxe", source.as_bytes(), findings);
        let mut marks = Marks::new(&script);
        let mut text = String::new();
        for line in 0..script.file().line_count() {
            for segment in marks.cut(source.as_bytes(), script.file().line_text(line)) {
                let (open, close) = match segment.mark {
                    None => ("", ""),
                    Some(Mark { level: None, .. }) => ("(", ")"),
                    Some(_) => ("[", "]"),
                };
                text.extend([open, &segment.text.to_string(), close]);
            }
            text += "\n";
        }
        text
    }

    fn finding(start: u32, end: u32) -> Diagnostic {
        Diagnostic::new(RuleId::UndefinedLabel, Span::new(start, end), "", "")
    }

    #[test]
    fn marks_are_cut_at_the_ends_of_lines() {
        assert_eq!(marked("ab\r\ncd\n", &[finding(1, 5)]), "a[b]\n[c]d\n\n");
        assert_eq!(marked("ab\ncd", &[finding(2, 3)]), "ab\ncd\n");
        assert_eq!(marked("ab", &[finding(0, 0), finding(2, 2)]), "[]ab[]\n");
    }

    #[test]
    fn the_greatest_of_several_marks_shows() {
        let further = finding(1, 2).and_label(Span::new(0, 4), "");
        assert_eq!(marked("abcde", &[further]), "(a)[b](cd)e\n");
        let advice = Mark { level: Some(Level::Advice), rule: RuleId::UndefinedLabel };
        assert!(
            advice > Mark { level: None, ..advice } && advice < Mark { level: Some(Level::Error), ..advice }
        );
        assert_eq!(advice.to_string(), "advice IPX401");
    }
}
