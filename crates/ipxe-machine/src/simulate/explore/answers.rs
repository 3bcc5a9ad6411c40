//! Sets of answers to one question.

use std::collections::BTreeSet;

/// Indices of answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Answers(BTreeSet<usize>);

impl Answers {
    pub(super) fn one(answer: usize) -> Self {
        Self(BTreeSet::from([answer]))
    }

    pub(super) fn contains(&self, answer: usize) -> bool {
        self.0.contains(&answer)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }
}
