//! The record of a run.

use std::borrow::Cow;

use ipxe_syntax::Span;

use super::{Step, Steps};
use crate::simulate::{Change, CommandEffects, Observer, Status};
use ipxe_language::text::Text;

/// The trace of a run: each command with its expanded words, its status, its output, the settings that it wrote, and
/// the commands of the script that it executed.
///
/// Serialises (feature `serde`) in the form of the recordings of real iPXE: `{"rc": …, "steps": […]}`, bytes as
/// Latin-1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// All commands, those of inner scripts after the command that executed them.
    pub(super) steps: Vec<StepData>,
    /// The bytes of all words and outputs, one after another.
    pub(super) bytes: Vec<u8>,
    /// The ends of words in `bytes`.
    pub(super) words: Vec<usize>,
    pub(super) changes: Vec<Change>,
    /// The commands that have not ended.
    open: Vec<usize>,
    status: Option<Status>,
    /// The number of bytes in `changes`.
    changed: usize,
    /// How many bytes it may take.
    limit: usize,
    /// How many commands it does not have because of that.
    left: usize,
}

impl Default for Trace {
    fn default() -> Self {
        Self::with_limit(usize::MAX)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StepData {
    pub(super) span: Span,
    pub(super) depth: usize,
    /// The start of its words in `bytes`.
    pub(super) start: usize,
    /// The ends of its words, in `words`.
    pub(super) words: std::ops::Range<usize>,
    /// Its output, in `bytes`.
    pub(super) output: std::ops::Range<usize>,
    pub(super) changes: std::ops::Range<usize>,
    /// None if it did not end.
    pub(super) status: Option<Status>,
}

impl Trace {
    /// One that takes no more than about so many bytes: behind that, commands are only counted.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self {
            steps: Vec::new(),
            bytes: Vec::new(),
            words: Vec::new(),
            changes: Vec::new(),
            open: Vec::new(),
            status: None,
            changed: 0,
            limit,
            left: 0,
        }
    }

    /// How many commands were executed that it does not have, because of its limit.
    #[must_use]
    pub const fn left(&self) -> usize {
        self.left
    }

    /// The commands of the outermost script, in the order of their execution; they contain those of the scripts that
    /// they executed.
    #[must_use]
    pub fn steps(&self) -> Steps<'_> {
        Steps::new(self, 0..self.steps.len())
    }

    /// All commands, each followed by those of the script that it executed.
    #[must_use]
    pub fn all(&self) -> impl ExactSizeIterator<Item = Step<'_>> + DoubleEndedIterator {
        (0..self.steps.len()).map(|at| Step { trace: self, at })
    }

    /// The status of the script. None if it did not end.
    #[must_use]
    pub const fn status(&self) -> Option<Status> {
        self.status
    }

    /// Records the status of the script, if it ended.
    pub fn finish(&mut self, status: Option<Status>) {
        self.status = status;
    }

    /// The same commands with other texts in place of those that the script can influence: words, output, names and
    /// values of settings.
    pub(crate) fn map_texts<'t>(&'t self, map: impl Fn(&'t [u8]) -> Cow<'t, [u8]>) -> Self {
        let Self { status, changed, left, .. } = *self;
        let mut mapped = Self { status, changed, left, ..Self::with_limit(self.limit) };
        for (data, step) in self.steps.iter().zip(self.all()) {
            let (start, first) = (mapped.bytes.len(), mapped.words.len());
            for word in step.words() {
                mapped.bytes.extend_from_slice(&map(word));
                mapped.words.push(mapped.bytes.len());
            }
            let (words, output) = (first..mapped.words.len(), mapped.bytes.len());
            mapped.bytes.extend_from_slice(&map(step.output()));
            let output = output..mapped.bytes.len();
            mapped.steps.push(StepData { start, words, output, ..data.clone() });
        }
        let changes = self.changes.iter().map(|Change { name, value }| Change {
            name: map(name).into_owned(),
            value: value.as_deref().map(|value| map(value).into_owned()),
        });
        mapped.changes = changes.collect();
        mapped
    }

    /// All output, in order.
    #[must_use]
    pub fn output(&self) -> Vec<u8> {
        self.all().flat_map(|step| step.output().to_vec()).collect()
    }
}

impl Observer for Trace {
    fn begin(&mut self, span: Span, depth: usize, words: &[Text<'_>]) {
        if self.left > 0 || self.memory() > self.limit {
            self.left += 1;
            self.open.push(usize::MAX);
            return;
        }
        let (start, first) = (self.bytes.len(), self.words.len());
        for word in words {
            self.bytes.extend_from_slice(word.known_bytes());
            self.words.push(self.bytes.len());
        }
        self.open.push(self.steps.len());
        self.steps.push(StepData {
            span,
            depth,
            start,
            words: first..self.words.len(),
            output: 0..0,
            changes: 0..0,
            status: None,
        });
    }

    fn end(&mut self, status: Status, effects: &CommandEffects) {
        let Some(step) = self.open.pop().and_then(|at| self.steps.get_mut(at)) else { return };
        step.status = Some(status);
        if !effects.output.is_empty() {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(&effects.output);
            step.output = start..self.bytes.len();
        }
        if !effects.changes.is_empty() {
            let start = self.changes.len();
            self.changes.extend_from_slice(&effects.changes);
            let size = |change: &Change| change.name.len() + change.value.as_ref().map_or(0, Vec::len);
            self.changed += effects.changes.iter().map(size).sum::<usize>();
            step.changes = start..self.changes.len();
        }
    }

    fn memory(&self) -> usize {
        let tables = self.steps.len() * size_of::<StepData>()
            + self.words.len() * size_of::<usize>()
            + self.changes.len() * size_of::<Change>();
        tables + self.bytes.len() + self.changed
    }
}
