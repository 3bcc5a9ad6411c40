//! The paths that remain to be followed.

use std::collections::{BTreeMap, HashMap};

use super::questions::Fork;
use crate::simulate::frame::Frame;

/// How often the same answer at the same command takes precedence over others.
const FEW: usize = 2;

/// An answer to a question of a command: the script, the command, the question, the answer.
type Branch = (u64, Option<usize>, usize, usize);

/// The paths that remain to be followed.
///
/// Paths that begin with a rare answer at their command come first: then the search has covered every command, even if
/// a limit stops it. After them, it alternates between the newest path, which keeps related outcomes together, and the
/// one with the least frequent answer.
#[derive(Default)]
pub(super) struct Frontier {
    fresh: Vec<Fork>,
    /// The others, in the order of their addition. None: already taken.
    others: Vec<Option<Fork>>,
    /// Indices of the others, by the number of earlier paths that began with the same answer.
    by_count: BTreeMap<usize, Vec<usize>>,
    newest: Vec<usize>,
    takes_newest: bool,
    begun: HashMap<Branch, usize>,
}

impl Frontier {
    /// The path from the beginning of the script.
    pub(super) fn of(start: Fork) -> Self {
        Self { fresh: vec![start], ..Self::default() }
    }

    /// Adds a path that begins with this answer to a question.
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

    /// The number of remaining paths.
    pub(super) fn len(&self) -> usize {
        self.fresh.len() + self.others.iter().flatten().count()
    }

    /// The next path to follow.
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
