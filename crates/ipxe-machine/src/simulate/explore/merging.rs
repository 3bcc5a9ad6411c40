//! Merges alternatives that differ in the answers to one question.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use super::{answers::Answers, ways::Conditions};

/// Alternatives by the hash of their conditions. The hash without one condition is cheap to compute.
pub(super) struct Merging {
    hasher: RandomState,
    all: Vec<Option<Conditions>>,
    hashes: Vec<u64>,
    by_hash: HashMap<u64, usize>,
}

impl Merging {
    /// The alternatives, each once.
    pub(super) fn new(mut all: Vec<Conditions>) -> Self {
        all.sort();
        all.dedup();
        let hasher = RandomState::new();
        let hash = |conditions: &Conditions| {
            conditions.iter().fold(0, |hash, condition| hash ^ hasher.hash_one(condition))
        };
        let hashes: Vec<u64> = all.iter().map(hash).collect();
        let by_hash = hashes.iter().enumerate().map(|(at, hash)| (*hash, at)).collect();
        Self { hasher, all: all.into_iter().map(Some).collect(), hashes, by_hash }
    }

    /// The remaining alternatives. `count`: the number of answers to a question.
    pub(super) fn merge(mut self, count: impl Fn(usize) -> usize) -> Vec<Conditions> {
        let mut asked: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, conditions) in self.all.iter().enumerate() {
            for question in conditions.iter().flat_map(BTreeMap::keys) {
                asked.entry(*question).or_default().push(at);
            }
        }
        for (question, members) in asked {
            self.merge_by(question, &members, count(question));
        }
        let mut left: Vec<Conditions> = self.all.into_iter().flatten().collect();
        left.sort();
        left.dedup();
        left
    }

    /// Merges the alternatives that differ only in this question, and drops those that one without it covers.
    fn merge_by(&mut self, question: usize, members: &[usize], count: usize) {
        let mut groups: HashMap<u64, usize> = HashMap::new();
        let mut grown = Vec::new();
        for &at in members {
            let Some(answers) = self.answers(at, question).cloned() else { continue };
            let rest = self.hashes[at] ^ self.hasher.hash_one((&question, &answers));
            let covering = self.by_hash.get(&rest).copied();
            if covering
                .is_some_and(|by| self.answers(by, question).is_none() && self.is_alike(by, at, question))
            {
                self.all[at] = None;
                continue;
            }
            // A question with all of its answers is not a condition.
            if answers.len() >= count {
                grown.push((at, rest));
            }
            let first = *groups.entry(rest).or_insert(at);
            if first != at && self.is_alike(first, at, question) {
                self.all[at] = None;
                if let Some(known) = self.all[first].as_mut().and_then(|first| first.get_mut(&question)) {
                    known.add(&answers);
                    grown.push((first, rest));
                }
            }
        }
        for (at, rest) in grown {
            let Some(conditions) = &mut self.all[at] else { continue };
            let Some(answers) = conditions.get(&question) else { continue };
            let hash = if answers.len() >= count {
                conditions.remove(&question);
                rest
            } else {
                rest ^ self.hasher.hash_one((&question, answers))
            };
            self.hashes[at] = hash;
            self.by_hash.insert(hash, at);
        }
    }

    fn answers(&self, at: usize, question: usize) -> Option<&Answers> {
        self.all.get(at)?.as_ref()?.get(&question)
    }

    /// Whether two remaining alternatives are equal in all other questions.
    fn is_alike(&self, one: usize, other: usize, question: usize) -> bool {
        let others = |at: usize| {
            let conditions = self.all.get(at).and_then(Option::as_ref);
            conditions.map(|all| all.iter().filter(move |(known, _)| **known != question))
        };
        others(one).zip(others(other)).is_some_and(|(one, other)| one.eq(other))
    }
}
