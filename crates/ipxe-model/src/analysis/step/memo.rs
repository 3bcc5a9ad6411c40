//! Memoised results: scripts repeat their tests, often in an unchanged state.

use std::hash::{BuildHasher, Hash};
use std::rc::Rc;

use foldhash::HashMap;
use foldhash::fast::FixedState;
use ipxe_syntax::CommandId;

use crate::analysis::{
    fact::Possible,
    lattice::Facts,
    valuations::{Unknowns, Valuations},
};

/// The number of remembered results.
const SLOTS: usize = 2048;
/// The maximum length, in bytes, of a command whose result is remembered.
const MAX_LENGTH: usize = 128;

/// Remembers the results of tests, by their text and the state before them.
#[derive(Debug, Default)]
pub(super) struct Memo<'s> {
    slots: Vec<Option<Answer<'s>>>,
}

/// The result of a test.
#[derive(Debug)]
struct Answer<'s> {
    command: &'s [u8],
    before: Facts,
    success: Option<Facts>,
    failure: Option<Facts>,
}

impl<'s> Memo<'s> {
    /// The state after the command succeeded or failed, if it ran with the very same facts before.
    pub(super) fn get(&self, command: &[u8], before: &Facts) -> Option<(Option<Facts>, Option<Facts>)> {
        let answer = self.slots.get(slot(command))?.as_ref()?;
        let is_same = answer.before.is_same(before) && answer.command == command;
        is_same.then(|| (answer.success.clone(), answer.failure.clone()))
    }

    pub(super) fn put(
        &mut self,
        command: &'s [u8],
        before: Facts,
        success: Option<Facts>,
        failure: Option<Facts>,
    ) {
        if command.len() > MAX_LENGTH {
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        if let Some(place) = self.slots.get_mut(slot(command)) {
            *place = Some(Answer { command, before, success, failure });
        }
    }
}

fn slot(command: &[u8]) -> usize {
    let mut hasher = FixedState::default().build_hasher();
    command.get(..MAX_LENGTH.min(command.len())).unwrap_or_default().hash(&mut hasher);
    usize::try_from(std::hash::Hasher::finish(&hasher) % SLOTS as u64).unwrap_or_default()
}

/// Caches the last expansions of the words of commands: when a command is evaluated again, most settings in it are
/// unchanged.
#[derive(Debug, Default)]
pub(super) struct Expanded<'t> {
    last: HashMap<Look, Rc<Valuations<'t>>>,
}

/// A command, and the parameters of its evaluation.
type Look = (CommandId, Unknowns, usize);

impl<'t> Expanded<'t> {
    /// The maximum number of cached commands.
    const COMMANDS: usize = 1 << 12;
    /// Commands with more valuations are not cached.
    const VALUATIONS: usize = 16;

    pub(super) fn get(&self, look: Look, facts: &Facts) -> Option<Rc<Valuations<'t>>> {
        self.last.get(&look).filter(|valuations| valuations.hold_in(facts)).cloned()
    }

    pub(super) fn put(&mut self, look: Look, valuations: &Rc<Valuations<'t>>) {
        if valuations.len() > Self::VALUATIONS {
            return;
        }
        if self.last.len() >= Self::COMMANDS {
            self.last.clear();
        }
        self.last.insert(look, Rc::clone(valuations));
    }
}

/// What a setting stores when a text is written to it.
#[derive(Clone, Debug)]
pub(super) enum Stored {
    /// This.
    Value(Possible),
    /// Nothing: the text encodes no bytes, and the setting is deleted.
    Nothing,
    /// An unknown value, or nothing if the text may encode no bytes.
    Unknown {
        /// Whether it may be nothing.
        may_be_nothing: bool,
    },
}

/// Remembers what settings store of the texts that are written to them; an error if the text cannot be stored.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// By name and text.
    outcomes: ByText<ByText<Outcome>>,
    /// By name, whether it stores any text unchanged.
    texts: ByText<bool>,
}

type ByText<T> = HashMap<Box<[u8]>, T>;
type Outcome = Result<Stored, ()>;

impl Kept {
    /// What a setting stores of a text; calls `write` the first time.
    pub(super) fn get(&mut self, name: &[u8], text: &[u8], write: impl FnOnce() -> Outcome) -> Outcome {
        if let Some(known) = self.outcomes.get(name).and_then(|texts| texts.get(text)) {
            return known.clone();
        }
        let outcome = write();
        self.outcomes.entry(name.into()).or_default().insert(text.into(), outcome.clone());
        outcome
    }

    /// Whether a setting stores any text unchanged; calls `look` the first time.
    pub(super) fn keeps_text(&mut self, name: &[u8], look: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.texts.get(name) {
            return *known;
        }
        let keeps = look();
        self.texts.insert(name.into(), keeps);
        keeps
    }
}
