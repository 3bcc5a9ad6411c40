//! What words expand to, for every combination of values that the settings in them can have.

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

/// The most combinations of values that are looked at one by one.
pub(super) const MAX_VALUATIONS: usize = 160;

/// The most if several settings make them: the entries of a menu are told apart, their products with others are not.
const MAX_COMBINED: usize = 32;

/// How a setting is looked at of which nothing is known, not even whether it has a value, and that is a part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unknowns {
    /// Once without a value, and once with one: tests tell these apart.
    Apart,
    /// As one unknown text, which may be empty.
    Together,
}

/// How words expand for one combination of values.
#[derive(Debug)]
pub(super) struct Valuation<'t> {
    pub(super) words: Vec<Text<'t>>,
    /// The settings that went into it, each with what it was taken to be.
    pub(super) picks: SmallVec<[Pick; 2]>,
}

/// How words expand for all combinations of values.
#[derive(Debug)]
pub(super) struct Valuations<'t> {
    pub(super) all: Vec<Valuation<'t>>,
    /// Whether there were too many combinations, so that one valuation stands for them all.
    pub(super) is_summary: bool,
    read: Read,
    steps: usize,
}

impl Valuations<'_> {
    /// Whether the words expand to the very same where this is known.
    pub(super) fn hold_in(&self, facts: &Facts) -> bool {
        let is_same =
            |(variable, known): &(VariableId, Option<Rc<Fact>>)| match (known, facts.held(*variable)) {
                (Some(known), Some(held)) => Rc::ptr_eq(known, held),
                (None, None) => facts.known().foreign == self.read.foreign,
                _ => false,
            };
        !self.read.is_more && self.read.settings.iter().all(is_same)
    }

    /// The steps that it took to find them.
    pub(super) fn steps(&self) -> usize {
        self.steps
    }
}

/// What valuations depend on.
#[derive(Debug, Default)]
struct Read {
    /// Whether others might have changed any setting.
    foreign: bool,
    /// What was held of each setting that was looked up.
    settings: SmallVec<[(VariableId, Option<Rc<Fact>>); 4]>,
    /// Whether there were more of them than are worth comparing.
    is_more: bool,
}

impl Read {
    /// The most settings that are compared.
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

/// What a setting was taken to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    pub(super) variable: VariableId,
    pub(super) choice: Choice,
    /// The word that is nothing but the expansion of this setting in the form it is kept in.
    pub(super) whole_word: Option<usize>,
}

/// A setting that can be in several ways, and the one that is being looked at.
struct Decision {
    variable: VariableId,
    choices: Vec<Choice>,
    at: usize,
}

/// Expands words in every way that the facts allow; where these are more than `most`, in one in which all is unknown that
/// can be several things. Of words behind the first `needed` ones all is unknown that can be anything at all. Valuations in
/// which a word contains itself without end are left out: on a machine nothing comes after them.
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
        // All of them are combined with each other, unless they depend on each other.
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

/// Whether there can be anything to expand in a word.
fn has_expansion(word: &[u8]) -> bool {
    memchr::memchr_iter(b'$', word).any(|at| word.get(at + 1) == Some(&b'{'))
}

struct Reader<'d, 'r, 'v> {
    facts: &'r Facts,
    variables: &'r Variables<'v>,
    /// How many words matter.
    needed: usize,
    unknowns: Unknowns,
    /// None: what can be several things is unknown.
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

    /// The words; none if one of them contains itself.
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

    /// What a setting is taken to be; none if that is not decided.
    fn choose(&mut self, variable: VariableId, fact: &Fact, whole_word: Option<usize>) -> Option<Choice> {
        if let Some(pick) = self.picks.iter_mut().find(|pick| pick.variable == variable) {
            // Where it stands alone twice, either will do.
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
