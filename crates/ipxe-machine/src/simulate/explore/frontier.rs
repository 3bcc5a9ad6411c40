//! The ways that are still to be followed.

use std::collections::{BTreeMap, HashMap};

use super::questions::Fork;
use crate::simulate::frame::Frame;

/// How many times the same answer at the same command is followed before whatever is new.
const FEW: usize = 2;

/// An answer to a question that a command asks: the script, the command, the question, the answer.
type Branch = (u64, Option<usize>, usize, usize);

/// The ways that are still to be followed.
///
/// First come those that begin with an answer that its command has rarely been given: should the search be cut, it has
/// at least been everywhere. After them, every other one is the newest, so that what belongs together is found
/// together, and every other one that of which there were the fewest.
#[derive(Default)]
pub(super) struct Frontier {
    fresh: Vec<Fork>,
    /// The others, in the order in which they came; none where one was taken.
    others: Vec<Option<Fork>>,
    /// Places of the others, by how many ways began like them before.
    by_count: BTreeMap<usize, Vec<usize>>,
    newest: Vec<usize>,
    takes_newest: bool,
    begun: HashMap<Branch, usize>,
}

impl Frontier {
    /// The way from the beginning of the script.
    pub(super) fn of(start: Fork) -> Self {
        Self { fresh: vec![start], ..Self::default() }
    }

    /// Adds a way that begins with this answer to a question.
    pub(super) fn push(&mut self, way: Fork, question: usize, answer: usize) {
        let (script, command) = way.machine.frames.last().map_or((0, None), Frame::upcoming);
        let begun = self.begun.entry((script, command, question, answer)).or_default();
        *begun += 1;
        if *begun <= FEW {
            return self.fresh.push(way);
        }
        self.by_count.entry(*begun).or_default().push(self.others.len());
        self.newest.push(self.others.len());
        self.others.push(Some(way));
    }

    /// How many ways are still to be followed.
    pub(super) fn len(&self) -> usize {
        self.fresh.len() + self.others.iter().flatten().count()
    }

    /// The way to follow next.
    pub(super) fn pop(&mut self) -> Option<Fork> {
        if let Some(fresh) = self.fresh.pop() {
            return Some(fresh);
        }
        self.takes_newest = !self.takes_newest;
        loop {
            let place = if self.takes_newest { self.newest.pop() } else { self.pop_rarest() };
            // It may have been taken in the other order.
            if let Some(way) = self.others.get_mut(place?)?.take() {
                return Some(way);
            }
        }
    }

    fn pop_rarest(&mut self) -> Option<usize> {
        let mut rarest = self.by_count.first_entry()?;
        let place = rarest.get_mut().pop();
        if rarest.get().is_empty() {
            rarest.remove();
        }
        place
    }
}
