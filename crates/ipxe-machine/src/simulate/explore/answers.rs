//! Sets of answers to one question.

use std::collections::BTreeSet;

/// Indices of answers; nearly always a single one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Answers {
    One(usize),
    Several(BTreeSet<usize>),
}

impl Answers {
    pub(super) fn one(answer: usize) -> Self {
        Self::One(answer)
    }

    pub(super) fn contains(&self, answer: usize) -> bool {
        match self {
            Self::One(own) => *own == answer,
            Self::Several(all) => all.contains(&answer),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Several(all) => all.len(),
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        let (one, several) = match self {
            Self::One(own) => (Some(*own), None),
            Self::Several(all) => (None, Some(all)),
        };
        one.into_iter().chain(several.into_iter().flatten().copied())
    }

    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.iter().all(|answer| other.contains(answer))
    }

    pub(super) fn add(&mut self, other: &Self) {
        if !other.is_within(self) {
            *self = Self::Several(self.iter().chain(other.iter()).collect());
        }
    }
}
