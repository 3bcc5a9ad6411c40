//! One command of a run.

use std::ops::Range;

use ipxe_syntax::Span;

use super::Trace;
use super::record::StepData;
use crate::simulate::{Change, Status};

/// An executed command. Copies are cheap.
#[derive(Clone, Copy)]
pub struct Step<'t> {
    pub(super) trace: &'t Trace,
    pub(super) at: usize,
}

impl<'t> Step<'t> {
    fn data(self) -> Option<&'t StepData> {
        self.trace.steps.get(self.at)
    }

    /// Its position in its script.
    #[must_use]
    pub fn span(self) -> Span {
        self.data().map_or(Span::empty(0), |step| step.span)
    }

    /// The nesting depth of its script.
    #[must_use]
    pub fn depth(self) -> usize {
        self.data().map_or(0, |step| step.depth)
    }

    /// Its words after expansion, beginning with the name.
    pub fn words(self) -> impl Iterator<Item = &'t [u8]> {
        let (mut start, ends) = self.data().map_or((0, 0..0), |step| (step.start, step.words.clone()));
        let trace = self.trace;
        trace.words.get(ends).unwrap_or_default().iter().map(move |end| {
            let word = trace.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            word
        })
    }

    /// Its status; none if it did not end: it booted, or waits.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        self.data().and_then(|step| step.status)
    }

    /// Its output; empty for all commands but `echo` and `show`.
    #[must_use]
    pub fn output(self) -> &'t [u8] {
        let range = self.data().map_or(0..0, |step| step.output.clone());
        self.trace.bytes.get(range).unwrap_or_default()
    }

    /// The settings that it wrote.
    #[must_use]
    pub fn changes(self) -> &'t [Change] {
        let range = self.data().map_or(0..0, |step| step.changes.clone());
        self.trace.changes.get(range).unwrap_or_default()
    }

    /// The commands of the script that it executed.
    #[must_use]
    pub fn steps(self) -> Steps<'t> {
        Steps::new(self.trace, self.at + 1..self.end())
    }

    /// Index of the next command that is not inside this one.
    fn end(self) -> usize {
        let depth = self.depth();
        let rest = self.trace.steps.get(self.at + 1..).unwrap_or_default();
        self.at + 1 + rest.iter().position(|step| step.depth <= depth).unwrap_or(rest.len())
    }
}

impl std::fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<_> = self.words().map(|word| word.escape_ascii().to_string()).collect();
        write!(f, "{words:?} {:?}", self.status())
    }
}

/// Commands of one script, in the order of their execution.
#[derive(Clone, Debug)]
pub struct Steps<'t> {
    trace: &'t Trace,
    range: Range<usize>,
}

impl<'t> Steps<'t> {
    pub(super) fn new(trace: &'t Trace, range: Range<usize>) -> Self {
        Self { trace, range }
    }
}

impl<'t> Iterator for Steps<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        if self.range.is_empty() {
            return None;
        }
        let step = Step { trace: self.trace, at: self.range.start };
        self.range.start = step.end();
        Some(step)
    }
}
