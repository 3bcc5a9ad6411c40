//! The ways to somewhere: alternatives of conditions, in their shortest form.

use std::collections::BTreeMap;

use super::answers::Answers;

/// Conditions that hold together: per question, the answers that it may have.
pub(super) type Conditions = BTreeMap<usize, Answers>;

/// Alternatives.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    pub(super) all: Vec<Conditions>,
    /// Whether there are more than were kept.
    pub(super) more: bool,
}

/// How many alternatives are kept.
const MOST: usize = 64;

impl Ways {
    /// There is a way without any condition.
    pub(super) fn free() -> Self {
        Self { all: vec![Conditions::new()], more: false }
    }

    /// Adds the ways to another place, from where it takes this answer to get here.
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

    /// Brings the alternatives into their shortest form. `count`: how many answers a question has.
    pub(super) fn simplify(&mut self, count: impl Fn(usize) -> usize) {
        self.merge_alike(&count);
        if self.all.len() > MOST {
            self.all.sort_by_key(Conditions::len);
            self.all.truncate(MOST);
            self.more = true;
        }
        while self.widen(&count) {}
        self.all.sort();
    }

    /// Makes one of alternatives that differ in one question only. Linear for each question.
    fn merge_alike(&mut self, count: &impl Fn(usize) -> usize) {
        let questions: std::collections::BTreeSet<usize> =
            self.all.iter().flat_map(|conditions| conditions.keys().copied()).collect();
        for question in questions {
            let mut alike: BTreeMap<Conditions, Option<Answers>> = BTreeMap::new();
            for mut conditions in std::mem::take(&mut self.all) {
                let answers = conditions.remove(&question);
                match (alike.get_mut(&conditions), answers) {
                    (Some(Some(known)), Some(answers)) => known.add(&answers),
                    (Some(known), None) => *known = None,
                    (Some(None), Some(_)) => {}
                    (None, answers) => drop(alike.insert(conditions, answers)),
                }
            }
            self.all = alike
                .into_iter()
                .map(|(mut conditions, answers)| {
                    let limited = answers.filter(|answers| answers.len() < count(question));
                    conditions.extend(limited.map(|answers| (question, answers)));
                    conditions
                })
                .collect();
        }
    }

    /// Drops alternatives that others cover, and in an alternative what another makes needless: `a, or not a and b`
    /// is `a, or b`. Gives whether something changed.
    fn widen(&mut self, count: &impl Fn(usize) -> usize) -> bool {
        for at in 0..self.all.len() {
            for by in 0..self.all.len() {
                if at == by {
                    continue;
                }
                let (Some(wide), Some(conditions)) = (self.all.get(by), self.all.get(at)) else { continue };
                let mut failing = wide.iter().filter(|(question, answers)| {
                    !conditions.get(question).is_some_and(|own| own.is_within(answers))
                });
                let change = match (failing.next(), failing.next()) {
                    (None, _) => None,
                    (Some((question, answers)), None)
                        if conditions.get(question).is_some_and(|own| !answers.is_within(own)) =>
                    {
                        Some((*question, answers.clone()))
                    }
                    _ => continue,
                };
                self.change(at, change, count);
                return true;
            }
        }
        false
    }

    fn change(&mut self, at: usize, change: Option<(usize, Answers)>, count: &impl Fn(usize) -> usize) {
        let Some((question, more)) = change else {
            self.all.remove(at);
            return;
        };
        let Some(conditions) = self.all.get_mut(at) else { return };
        let Some(answers) = conditions.get_mut(&question) else { return };
        answers.add(&more);
        if answers.len() >= count(question) {
            conditions.remove(&question);
        }
    }
}
