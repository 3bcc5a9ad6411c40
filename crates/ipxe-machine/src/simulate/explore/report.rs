//! The result of an exploration.

use std::fmt;

use ipxe_catalog::MachineSet;
use ipxe_syntax::Span;

use super::condition::Condition;
use super::download::{PossibleDownload, downloads};
use super::graph::Graph;
use super::machines;
use super::questions::Questions;
use super::watch::{Fetch, Place};
use super::ways::{Conditions, Ways};
use crate::simulate::{Failure, LimitReached, Outcome};

/// A path that ended.
pub(super) struct Ending {
    pub(super) node: usize,
    pub(super) outcome: Outcome,
    pub(super) place: Option<Place>,
}

/// Every outcome that was found, and the conditions for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exploration {
    /// The outcomes, each once, in the order of the answers: in the order of the entries of a menu.
    pub outcomes: Vec<PossibleOutcome>,
    /// The possible downloads, in the order of the answers, and of the commands.
    pub downloads: Vec<PossibleDownload>,
    /// The limit that stopped the exploration: there may be more outcomes, and more paths to these.
    pub cut: Option<LimitReached>,
    /// Number of paths that were not followed because of that limit.
    pub left: usize,
    /// Number of paths from one open fact to the next.
    pub ways: usize,
    /// Number of executed commands.
    pub steps: usize,
}

/// An outcome, and the conditions for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PossibleOutcome {
    /// The outcome. `<name>` in it stands for the unknown value of a setting.
    pub outcome: Outcome,
    /// The command that failed or waits, after expansion, as on the first path.
    pub command: Option<Vec<Vec<u8>>>,
    /// The position of that command, unless it is in a script that this one executed.
    pub span: Option<Span>,
    /// The paths to the outcome. A single one without conditions means that nothing else can happen.
    pub ways: Vec<Way>,
    /// Whether there are more paths than these.
    pub more_ways: bool,
}

/// Conditions that together lead to an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Way {
    /// The conditions, in the order in which they first matter; empty means always.
    pub conditions: Vec<Condition>,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, condition) in self.conditions.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", and " })?;
            condition.fmt(f)?;
        }
        if self.conditions.is_empty() { f.write_str("always") } else { Ok(()) }
    }
}

impl Exploration {
    /// The result for a file that is not a script.
    pub(super) fn failed(failure: Failure) -> Self {
        let ways = vec![Way { conditions: Vec::new() }];
        let (outcome, command, span) = (Outcome::Failed(failure), None, None);
        let outcomes = vec![PossibleOutcome { outcome, command, span, ways, more_ways: false }];
        Self { outcomes, downloads: Vec::new(), cut: None, left: 0, ways: 0, steps: 0 }
    }

    pub(super) fn new(
        questions: &Questions,
        graph: &Graph,
        endings: Vec<Ending>,
        fetches: Vec<(usize, Fetch)>,
        of: MachineSet,
    ) -> Self {
        let count = |question: usize| questions.get(question).map_or(0, |question| question.answers.len());
        let ends = endings.iter().map(|ending| ending.node);
        let wanted = ends.chain(fetches.iter().map(|(node, _)| *node)).collect();
        let (order, nodes) = graph.ways(&wanted, count);
        let mut places = vec![usize::MAX; graph.len()];
        for (place, node) in order.iter().enumerate() {
            places.iter_mut().skip(*node).take(1).for_each(|known| *known = place);
        }
        let mut endings = endings;
        endings.sort_by_key(|ending| places.get(ending.node).copied());
        let mut found: Vec<(Ending, Ways)> = Vec::new();
        let mut index = std::collections::HashMap::new();
        for ending in endings {
            // A command is the same, whatever its expansions are.
            let place =
                ending.place.as_ref().map(|place| (place.span, place.depth, place.words.first().cloned()));
            let key = (ending.outcome.clone(), place);
            let at = *index.entry(key).or_insert(found.len());
            let node = ending.node;
            if at == found.len() {
                found.push((ending, Ways::default()));
            }
            if let (Some((_, ways)), Some(more)) = (found.get_mut(at), nodes.get(node)) {
                ways.collect(more, count);
            }
        }
        let outcomes = found.into_iter().map(|(ending, mut ways)| {
            ways.simplify(count);
            machines::group(&mut ways, questions, of);
            PossibleOutcome::new(questions, ending, &ways)
        });
        let outcomes = outcomes.collect();
        let downloads = downloads(fetches, &places, &nodes, questions, of);
        Self { outcomes, downloads, cut: None, left: 0, ways: graph.len(), steps: 0 }
    }
}

impl PossibleOutcome {
    fn new(questions: &Questions, Ending { outcome, place, .. }: Ending, ways: &Ways) -> Self {
        let span = place.as_ref().filter(|place| place.depth == 0).map(|place| place.span);
        let all = ways.all.iter().map(|conditions| Way::new(questions, conditions));
        let command = place.map(|place| place.words);
        Self { outcome, command, span, ways: all.collect(), more_ways: ways.more }
    }
}

impl Way {
    pub(super) fn new(questions: &Questions, conditions: &Conditions) -> Self {
        let conditions = conditions.iter().filter_map(|(question, answers)| {
            let question = questions.get(*question)?;
            let all = question.answers.iter().enumerate();
            let (holds, not): (Vec<_>, Vec<_>) = all.partition(|(at, _)| answers.contains(*at));
            let answers =
                |of: Vec<(usize, &super::Answer)>| of.into_iter().map(|(_, answer)| answer.clone()).collect();
            Some(Condition { fact: question.fact.clone(), answers: answers(holds), otherwise: answers(not) })
        });
        Self { conditions: conditions.collect() }
    }
}
