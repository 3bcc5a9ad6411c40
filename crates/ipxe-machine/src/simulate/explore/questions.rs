//! The questions so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Answer, Fact};
use crate::simulate::MachineState;

/// The known facts of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Known {
    /// The assumed facts: per question, the index of the answer.
    pub(super) answers: BTreeMap<usize, usize>,
    /// The settings, `[scope/]name`, that a script cleared.
    pub(super) cleared: BTreeSet<Vec<u8>>,
}

/// The maximum number of answers that are added to a question later.
const MOST_FOUND: usize = 256;

/// A question.
pub(super) struct Question {
    pub(super) fact: Fact,
    pub(super) answers: Vec<Answer>,
    /// The forks at this question, if it may get more answers later.
    pub(super) forks: Vec<Fork>,
    found: usize,
}

/// The place of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// Anywhere: it concerns the environment.
    Anywhere,
    /// Anywhere, for a setting that is certainly set.
    WhereSet,
    /// At a command, which may ask again: a script, the index of the command, and the number of its earlier questions.
    Command(u64, usize, usize),
}

/// A fork of paths: the state before the command with the question.
#[derive(Clone)]
pub(super) struct Fork {
    pub(super) machine: Arc<MachineState>,
    pub(super) known: Known,
    /// The user's earlier answers in the same command.
    pub(super) replies: Vec<Answer>,
    /// The number of choices that were taken from the context.
    pub(super) chosen: usize,
    /// Its node in the graph.
    pub(super) node: usize,
    pub(super) budget: crate::simulate::Budget,
}

/// All questions.
#[derive(Default)]
pub(super) struct Questions {
    list: Vec<Question>,
    asked: HashMap<(Fact, Place), usize>,
    /// Questions by the placeholders for their values.
    stand_ins: HashMap<Vec<u8>, Vec<usize>>,
}

impl Questions {
    /// The question for a fact, always the same one for the same place. New answers are added to it.
    pub(super) fn ask(&mut self, fact: Fact, place: Place, answers: Vec<Answer>) -> usize {
        let key = (fact, place);
        if let Some(known) = self.asked.get(&key) {
            if let Some(question) = self.list.get_mut(*known) {
                let new = answers.into_iter().filter(|answer| !question.answers.contains(answer));
                let new: Vec<_> = new.collect();
                question.answers.extend(new);
            }
            return *known;
        }
        let id = self.add(key.0.clone(), answers);
        self.asked.insert(key, id);
        id
    }

    /// A new question.
    fn add(&mut self, fact: Fact, answers: Vec<Answer>) -> usize {
        if let Some(text) = fact.stand_in() {
            self.stand_ins.entry(text).or_default().push(self.list.len());
        }
        self.list.push(Question { fact, answers, forks: Vec::new(), found: 0 });
        self.list.len() - 1
    }

    pub(super) fn get(&self, id: usize) -> Option<&Question> {
        self.list.get(id)
    }

    pub(super) fn answer(&self, id: usize, answer: usize) -> Option<&Answer> {
        self.get(id)?.answers.get(answer)
    }

    /// The indices of the answers to a question that are among these, or were found later.
    pub(super) fn places_of(&self, id: usize, answers: &[Answer]) -> Vec<usize> {
        let all = self.get(id).map_or(&[][..], |question| &question.answers).iter().enumerate();
        let among = all.filter(|(_, answer)| matches!(answer, Answer::Is(_)) || answers.contains(answer));
        among.map(|(at, _)| at).collect()
    }

    /// Records a fork at a question, if it may get more answers.
    pub(super) fn remember(&mut self, id: usize, fork: &Fork) {
        if let Some(question) = self.list.get_mut(id).filter(|known| known.answers.contains(&Answer::Other)) {
            question.forks.push(fork.clone());
        }
    }

    /// Adds an answer to a question. Returns its index, and the forks at the question.
    pub(super) fn find(&mut self, id: usize, value: &[u8]) -> Option<(usize, Vec<Fork>)> {
        let question = self.list.get_mut(id)?;
        let answer = Answer::Is(value.to_vec());
        let new = question.answers.contains(&Answer::Other)
            && !value.is_empty()
            && question.found < MOST_FOUND
            && !question.answers.contains(&answer);
        new.then(|| {
            question.found += 1;
            question.answers.push(answer);
            (question.answers.len() - 1, question.forks.clone())
        })
    }

    /// The first placeholder in a text: its range, and its questions.
    pub(super) fn stand_in(&self, text: &[u8]) -> Option<(std::ops::Range<usize>, &[usize])> {
        if self.stand_ins.is_empty() {
            return None;
        }
        memchr::memchr_iter(b'<', text).find_map(|start| {
            let rest = text.get(start..)?;
            let end = start + memchr::memchr(b'>', rest)? + 1;
            let questions = self.stand_ins.get(text.get(start..end)?)?;
            Some((start..end, questions.as_slice()))
        })
    }
}
