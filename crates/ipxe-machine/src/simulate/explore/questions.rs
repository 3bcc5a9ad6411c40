//! What was asked so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Answer, Fact};
use crate::simulate::MachineState;

/// What is known on a way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Known {
    /// The facts that were assumed: per question, the index of the answer.
    pub(super) answers: BTreeMap<usize, usize>,
    /// The settings, `[scope/]name`, that a script cleared.
    pub(super) cleared: BTreeSet<Vec<u8>>,
}

/// The most answers that a question gets beyond those that it has from the start.
const MOST_FOUND: usize = 256;

/// A question that was asked.
pub(super) struct Question {
    pub(super) fact: Fact,
    pub(super) answers: Vec<Answer>,
    /// The places where it was asked, if there may be more answers later.
    pub(super) forks: Vec<Fork>,
    found: usize,
}

/// Where a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// Anywhere: it is about the world.
    Anywhere,
    /// Anywhere, about a setting that is surely set.
    WhereSet,
    /// By a command, which may ask again: a script, the index of the command, how many questions it asked before.
    Command(u64, usize, usize),
}

/// A place where ways part: the state before the command that asked.
#[derive(Clone)]
pub(super) struct Fork {
    pub(super) machine: Arc<MachineState>,
    pub(super) known: Known,
    /// What people answered earlier in the same command.
    pub(super) replies: Vec<Answer>,
    /// How many of the context's choices were made.
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
    /// Questions by what stands for their values.
    stand_ins: HashMap<Vec<u8>, Vec<usize>>,
}

impl Questions {
    /// The question for a fact, always the same one for the same place; with other answers, those are added.
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

    /// The indices of the answers to a question that are among these, or were found to be possible later.
    pub(super) fn places_of(&self, id: usize, answers: &[Answer]) -> Vec<usize> {
        let all = self.get(id).map_or(&[][..], |question| &question.answers).iter().enumerate();
        let among = all.filter(|(_, answer)| matches!(answer, Answer::Is(_)) || answers.contains(answer));
        among.map(|(at, _)| at).collect()
    }

    /// Remembers a place where a question was asked, if there may be more answers to it.
    pub(super) fn remember(&mut self, id: usize, fork: &Fork) {
        if let Some(question) = self.list.get_mut(id).filter(|known| known.answers.contains(&Answer::Other)) {
            question.forks.push(fork.clone());
        }
    }

    /// One more answer to a question; gives its index, and the places where it was asked.
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

    /// The first part of a text that stands for something: where it is, and the questions for it.
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
