//! Expands words for every combination of the possible values of their settings.

use std::rc::Rc;

use ipxe_language::{
    expand::{ExpandErrorKind, Limits, Reference, expand},
    text::Text,
    words::written_with_holes,
};
use smallvec::SmallVec;

use super::{
    fact::{Choice, Fact, MAX_LENGTH},
    lattice::Facts,
    variables::{Requested, VariableId, Variables},
};

/// The maximum number of combinations that are expanded one by one.
pub(super) const MAX_VALUATIONS: usize = 160;

/// The maximum if several settings combine: the entries of one menu are distinguished, but not their products with
/// other settings.
const MAX_COMBINED: usize = 32;

/// How to treat a setting in part of a word, if nothing is known about it, not even whether it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unknowns {
    /// Once without a value and once with one: tests distinguish these.
    Apart,
    /// As one unknown text, which may be empty.
    Together,
}

/// The words after expansion, for one combination of values.
#[derive(Debug)]
pub(super) struct Valuation<'t> {
    pub(super) words: Vec<Text<'t>>,
    /// The settings in the words, each with its assumed state.
    pub(super) picks: SmallVec<[Pick; 2]>,
}

/// The words after expansion, for all combinations of values.
#[derive(Debug)]
pub(super) struct Valuations<'t> {
    pub(super) all: Vec<Valuation<'t>>,
    /// Whether there were too many combinations, so that one valuation represents them all.
    pub(super) is_summary: bool,
    read: Read,
    steps: usize,
}

impl Valuations<'_> {
    /// Whether the words have the same expansions in a state with these facts.
    pub(super) fn hold_in(&self, facts: &Facts) -> bool {
        let is_same =
            |(variable, known): &(VariableId, Option<Rc<Fact>>)| match (known, facts.held(*variable)) {
                (Some(known), Some(held)) => Rc::ptr_eq(known, held),
                (None, None) => facts.known().foreign == self.read.foreign,
                _ => false,
            };
        !self.read.is_more && self.read.settings.iter().all(is_same)
    }

    /// The number of steps taken to compute them.
    pub(super) fn steps(&self) -> usize {
        self.steps
    }
}

/// The facts that valuations depend on.
#[derive(Debug, Default)]
struct Read {
    /// Whether other scripts may have changed any setting.
    foreign: bool,
    /// The fact about each setting that was looked up.
    settings: SmallVec<[(VariableId, Option<Rc<Fact>>); 4]>,
    /// Whether more settings were looked up than are compared.
    is_more: bool,
}

impl Read {
    /// The maximum number of compared settings.
    const MOST: usize = 12;

    fn note(&mut self, variable: VariableId, held: Option<&Rc<Fact>>) {
        if self.is_more || self.settings.iter().any(|(known, _)| *known == variable) {
            return;
        }
        self.is_more = self.settings.len() >= Self::MOST;
        self.settings.push((variable, held.cloned()));
    }
}

impl<'t> std::ops::Deref for Valuations<'t> {
    type Target = [Valuation<'t>];

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

/// The assumed state of a setting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    pub(super) variable: VariableId,
    pub(super) choice: Choice,
    /// The word that consists only of the expansion of this setting, in its stored form.
    pub(super) whole_word: Option<usize>,
}

/// A setting with several possible states, and the current one.
struct Decision {
    variable: VariableId,
    choices: Vec<Choice>,
    at: usize,
}

/// Expands words in every combination of states that the facts allow. If there are more than `most`, expands them once,
/// and everything that has several possible values is unknown. In words after the first `needed` ones, every setting
/// that can have any value is unknown. Valuations in which a word contains itself without end are left out: on a
/// machine, nothing runs after them.
pub(super) fn valuations<'t>(
    words: &[&'t [u8]],
    needed: usize,
    facts: &Facts,
    variables: &Variables<'_>,
    unknowns: Unknowns,
    most: usize,
) -> Valuations<'t> {
    let mut all = Vec::new();
    let mut read = Read { foreign: facts.known().foreign, ..Read::default() };
    let begun = variables.work();
    let mut decisions: Vec<Decision> = Vec::new();
    let is_fixed: SmallVec<[bool; 8]> = words.iter().map(|word| !has_expansion(word)).collect();
    for _ in 0..most {
        variables.charge(words.len().min(needed) * 6 + words.len());
        let mut reader = Reader::new(facts, variables, needed, unknowns, Some(&mut decisions), &mut read);
        if let Some(words) = reader.words(words, &is_fixed) {
            all.push(Valuation { words, picks: reader.picks });
        }
        // All of them are combined, unless they depend on each other.
        let open = || decisions.iter().map(|decision| decision.choices.len()).filter(|choices| *choices > 1);
        let most = if open().nth(1).is_some() { most.min(MAX_COMBINED) } else { most };
        if open().fold(1, usize::saturating_mul) > most {
            break;
        }
        while decisions.last().is_some_and(|last| last.at + 1 >= last.choices.len()) {
            decisions.pop();
        }
        let Some(last) = decisions.last_mut() else {
            return Valuations { all, is_summary: false, read, steps: variables.work() - begun };
        };
        last.at += 1;
    }
    let mut reader = Reader::new(facts, variables, needed, unknowns, None, &mut read);
    let words = reader.words(words, &is_fixed).unwrap_or_else(|| vec![Text::unknown(); words.len()]);
    let all = vec![Valuation { words, picks: SmallVec::new() }];
    Valuations { all, is_summary: true, read, steps: variables.work() - begun }
}

/// Whether a word may contain an expansion.
fn has_expansion(word: &[u8]) -> bool {
    memchr::memchr_iter(b'$', word).any(|at| word.get(at + 1) == Some(&b'{'))
}

struct Reader<'d, 'r, 'v> {
    facts: &'r Facts,
    variables: &'r Variables<'v>,
    /// How many words affect the result.
    needed: usize,
    unknowns: Unknowns,
    /// None: everything with several possible values is unknown.
    decisions: Option<&'d mut Vec<Decision>>,
    next: usize,
    picks: SmallVec<[Pick; 2]>,
    read: &'d mut Read,
}

impl<'d, 'r, 'v> Reader<'d, 'r, 'v> {
    fn new(
        facts: &'r Facts,
        variables: &'r Variables<'v>,
        needed: usize,
        unknowns: Unknowns,
        decisions: Option<&'d mut Vec<Decision>>,
        read: &'d mut Read,
    ) -> Self {
        Self { facts, variables, needed, unknowns, decisions, next: 0, picks: SmallVec::new(), read }
    }

    /// The words; None if one of them contains itself.
    fn words<'t>(&mut self, words: &[&'t [u8]], is_fixed: &[bool]) -> Option<Vec<Text<'t>>> {
        let mut texts = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let has_holes = self.variables.assumptions.holes;
            let written = || if has_holes { written_with_holes(word) } else { Text::known(*word) };
            if is_fixed[at] {
                texts.push(written());
                continue;
            }
            if at >= self.needed {
                texts.push(Text::unknown());
                continue;
            }
            let limits = Limits::with_size(MAX_LENGTH * 4);
            let look_up = |reference: &Reference<'_>| self.look_up(reference, at, word.len());
            texts.push(match expand(written(), look_up, limits) {
                Ok(text) => text,
                Err(error) if error.kind == ExpandErrorKind::Endless => return None,
                Err(_) => Text::unknown(),
            });
        }
        Some(texts)
    }

    fn look_up(&mut self, reference: &Reference<'_>, word: usize, length: usize) -> Text<'static> {
        let Some(named) = reference.name.as_known().and_then(|name| self.variables.resolve(name)) else {
            return Text::unknown();
        };
        let requested = match named.requested {
            Requested::Default => None,
            Requested::Type(setting_type) => Some(setting_type),
            Requested::Unknown => return Text::default(),
        };
        let is_whole = reference.in_word && requested.is_none() && reference.place == (0..length);
        let whole_word = is_whole.then_some(word);
        let settings = &self.variables.assumptions.settings;
        let facts = self.facts;
        let held = facts.held(named.variable);
        self.read.note(named.variable, held);
        if let Some(fact) = held {
            let choice = self.choose(named.variable, fact, whole_word);
            return choice.map_or_else(Text::unknown, |choice| fact.shown(choice, requested, settings));
        }
        let fact = facts.setting(named.variable, self.variables);
        let choice = self.choose(named.variable, &fact, whole_word);
        choice.map_or_else(Text::unknown, |choice| fact.shown(choice, requested, settings))
    }

    /// The assumed state of a setting. None if that is not decided.
    fn choose(&mut self, variable: VariableId, fact: &Fact, whole_word: Option<usize>) -> Option<Choice> {
        if let Some(pick) = self.picks.iter_mut().find(|pick| pick.variable == variable) {
            // If it is the only content of two words, either of them will do.
            pick.whole_word = whole_word.or(pick.whole_word);
            return Some(pick.choice);
        }
        let is_unknown = whole_word.is_none() && fact.listed.is_empty() && fact.other.is_some();
        if is_unknown && self.unknowns == Unknowns::Together {
            return None;
        }
        let Some(decisions) = &mut self.decisions else {
            let mut choices = fact.choices();
            return choices.next().filter(|_| choices.next().is_none());
        };
        let known = decisions.get(self.next).filter(|decision| decision.variable == variable);
        let choice = if let Some(decision) = known {
            decision.choices.get(decision.at).copied()
        } else {
            let choices: Vec<_> = fact.choices().collect();
            let first = choices.first().copied();
            decisions.push(Decision { variable, choices, at: 0 });
            first
        };
        self.next += 1;
        self.picks.push(Pick { variable, choice: choice?, whole_word });
        choice
    }
}
