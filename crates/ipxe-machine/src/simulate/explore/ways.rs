//! The paths to a node: alternatives of conditions, in their shortest form.

use std::collections::BTreeMap;

use super::{answers::Answers, merging::Merging};

/// Conditions that hold together: per question, its possible answers.
pub(super) type Conditions = BTreeMap<usize, Answers>;

/// Alternatives.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    pub(super) all: Vec<Conditions>,
    /// Whether there are more than were kept.
    pub(super) more: bool,
}

/// The maximum number of alternatives.
const MOST: usize = 64;

/// The number of alternatives after which similar ones are merged.
const COLLECTED: usize = 1 << 12;

/// The maximum work for finding shorter conditions, in compared conditions.
const WORK: usize = 1 << 24;

impl Ways {
    /// There is a path without any condition.
    pub(super) fn free() -> Self {
        Self { all: vec![Conditions::new()], more: false }
    }

    /// Adds the paths to another node, from which this answer leads here.
    pub(super) fn add(&mut self, from: &Self, answer: Option<(usize, usize)>) {
        self.more |= from.more;
        for conditions in &from.all {
            let mut conditions = conditions.clone();
            if let Some((question, answer)) = answer {
                conditions.insert(question, Answers::one(answer));
            }
            self.all.push(conditions);
        }
    }

    /// As [`add`](Self::add), for possibly many paths to the same outcome.
    pub(super) fn collect(&mut self, from: &Self, count: impl Fn(usize) -> usize) {
        self.add(from, None);
        if self.all.len() > COLLECTED {
            self.simplify(count);
        }
    }

    /// Reduces the alternatives to their shortest form. `count`: the number of answers to a question.
    pub(super) fn simplify(&mut self, count: impl Fn(usize) -> usize) {
        self.merge_alike(&count);
        if self.all.len() > MOST {
            self.all.sort_by_key(Conditions::len);
            self.all.truncate(MOST);
            self.more = true;
        }
        let mut left = WORK;
        while left > 0 && self.widen(&count, &mut left) {}
        self.all.sort();
    }

    /// Merges alternatives that differ in one question only. Takes time linear in the number of conditions.
    fn merge_alike(&mut self, count: &impl Fn(usize) -> usize) {
        self.all = Merging::new(std::mem::take(&mut self.all)).merge(count);
    }

    /// Drops alternatives that others cover, and conditions in an alternative that another one makes redundant:
    /// `a, or not a and b` is `a, or b`. Returns whether anything changed. `left`: the number of conditions that may
    /// still be compared.
    fn widen(&mut self, count: &impl Fn(usize) -> usize, left: &mut usize) -> bool {
        let mut changed = false;
        let mut at = 0;
        while at < self.all.len() {
            let mut by = 0;
            let mut is_covered = false;
            while by < self.all.len() && *left > 0 && !is_covered {
                match self.widening(at, by, left) {
                    None => by += 1,
                    Some(Widening::Covered) => is_covered = true,
                    Some(Widening::By(question, more)) => {
                        self.change(at, question, &more, count);
                        (by, changed) = (0, true);
                    }
                }
            }
            if is_covered {
                self.all.remove(at);
                changed = true;
            } else {
                at += 1;
            }
        }
        changed
    }

    /// The effect of one alternative on another.
    fn widening(&self, at: usize, by: usize, left: &mut usize) -> Option<Widening> {
        let (wide, conditions) = (self.all.get(by)?, self.all.get(at).filter(|_| at != by)?);
        let mut failing = wide.iter().filter(|(question, answers)| {
            *left = left.saturating_sub(1);
            !conditions.get(question).is_some_and(|own| own.is_within(answers))
        });
        match (failing.next(), failing.next()) {
            (None, _) => Some(Widening::Covered),
            (Some((question, answers)), None)
                if conditions.get(question).is_some_and(|own| !answers.is_within(own)) =>
            {
                Some(Widening::By(*question, answers.clone()))
            }
            _ => None,
        }
    }

    /// Adds answers to a question of an alternative.
    fn change(&mut self, at: usize, question: usize, more: &Answers, count: &impl Fn(usize) -> usize) {
        let Some(conditions) = self.all.get_mut(at) else { return };
        let Some(answers) = conditions.get_mut(&question) else { return };
        answers.add(more);
        if answers.len() >= count(question) {
            conditions.remove(&question);
        }
    }
}

/// The effect of one alternative on another.
enum Widening {
    /// It covers it.
    Covered,
    /// It adds these answers to a question.
    By(usize, Answers),
}
