//! The fixpoint iteration: executes lines until no state changes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use foldhash::HashMap;
use ipxe_language::text::Text;
use ipxe_syntax::{Command, CommandId, Line, LineId, OperatorKind, Script, Word};

use super::{
    lattice::Facts,
    step::{Machine, Next, Target, join},
};
use crate::graph::Edge;

/// The maximum number of steps per command; scripts that people write take less than half of that.
const STEPS: usize = 160;
/// Steps that every script may take, whatever its length.
const FREE_STEPS: usize = 1 << 20;
/// How often the state of a line may change before the join becomes a widening.
const PATIENCE: u8 = 8;

/// The maximum number of steps for a script.
pub(super) fn most_steps(script: &Script<'_>) -> usize {
    FREE_STEPS + script.commands().len().saturating_mul(STEPS)
}

/// The result of the iteration.
#[derive(Debug)]
pub(super) struct Solution {
    /// Per command, the state before it. None if it is unreachable.
    pub(super) before: Vec<Option<Facts>>,
    /// Per command, its possible outcomes.
    pub(super) ways: Vec<Ways>,
    /// The lines to which a computed `goto` jumps, if values determine them.
    pub(super) targets: HashMap<CommandId, Vec<LineId>>,
    /// Whether the budget was exhausted.
    pub(super) given_up: bool,
}

/// The possible outcomes of a command, given the possible values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ways {
    success: bool,
    failure: bool,
    jump: bool,
}

impl Ways {
    fn of(next: &Next) -> Self {
        let jump = !next.jumps.is_empty();
        Self { success: next.success.is_some(), failure: next.failure.is_some(), jump }
    }

    /// Whether control can leave the command along such an edge.
    pub(super) fn admit(self, edge: Edge) -> bool {
        match edge {
            Edge::Success => self.success,
            Edge::Failure => self.failure,
            Edge::Jump => self.jump,
            Edge::End => true,
        }
    }
}

/// A computed jump: the join of the states in which it is taken, and the lines to which it may jump.
struct Fork {
    facts: Facts,
    lines: Vec<usize>,
    is_new: bool,
}

/// Decides whether to follow control along an edge out of a command.
pub(super) type Follow<'f> = &'f dyn Fn(CommandId, Edge) -> bool;

pub(super) struct Solver<'m, 'a, 's> {
    machine: &'m Machine<'a, 's>,
    follow: Follow<'m>,
    /// Per line, the state at its beginning. None if it has not been reached yet.
    lines: Vec<Option<Facts>>,
    /// Per command, the state in which it last ran.
    before: Vec<Option<Facts>>,
    ways: Vec<Ways>,
    targets: HashMap<CommandId, Vec<LineId>>,
    /// How often the state of each line changed.
    visits: Vec<u8>,
    /// Lines to execute: in this iteration if they are below the current one, else in the next iteration.
    open: Vec<bool>,
    ahead: BinaryHeap<Reverse<usize>>,
    later: Vec<usize>,
    current: usize,
    /// Lines after those that execution entered in the middle.
    entered: Vec<usize>,
    /// The budget, in steps.
    limit: usize,
    forks: Vec<Fork>,
    fork_of: HashMap<Text<'static>, usize>,
}

impl<'m, 'a, 's> Solver<'m, 'a, 's> {
    /// Only follows control along the edges that `follow` accepts, for at most this many steps.
    pub(super) fn new(machine: &'m Machine<'a, 's>, follow: Follow<'m>, steps: usize) -> Self {
        let lines = machine.script.lines().len();
        Self {
            machine,
            follow,
            lines: vec![None; lines],
            before: vec![None; machine.script.commands().len()],
            ways: vec![Ways::default(); machine.script.commands().len()],
            targets: HashMap::default(),
            visits: vec![0; lines],
            open: vec![false; lines],
            ahead: BinaryHeap::new(),
            later: Vec::new(),
            current: 0,
            entered: Vec::new(),
            limit: machine.variables.work().saturating_add(steps),
            forks: Vec::new(),
            fork_of: HashMap::default(),
        }
    }

    /// Starts at the beginning of the script.
    pub(super) fn begin(&mut self, start: Facts) {
        self.arrive(0, start);
    }

    /// Starts at a command, with these facts before it.
    pub(super) fn begin_at(&mut self, command: Command<'a, 's>, facts: Facts) {
        let line = command.line();
        if line.is_unfinished() {
            return;
        }
        let (success, failure) = self.run_command(command, facts);
        let rest = line.commands().filter(|other| other.id() > command.id());
        let next = line.id().index() + 1;
        if let Some(after) = self.run_commands(rest, success, failure)
            && next < self.lines.len()
        {
            self.entered.push(next);
            if self.arrive(next, after) {
                self.schedule(next);
            }
        }
    }

    /// Iterates until no state changes.
    pub(super) fn solve(mut self) -> Solution {
        while let Some(line) = self.next() {
            self.run_from(line);
            if self.is_exhausted() {
                return self.finish(true);
            }
        }
        self.finish(false)
    }

    /// Whether the budget is exhausted.
    fn is_exhausted(&self) -> bool {
        self.machine.variables.work() > self.limit
    }

    fn finish(self, given_up: bool) -> Solution {
        Solution { before: self.before, ways: self.ways, targets: self.targets, given_up }
    }

    /// The next line to execute: from the top of the script to the bottom, repeatedly.
    fn next(&mut self) -> Option<usize> {
        loop {
            while let Some(Reverse(line)) = self.ahead.pop() {
                if self.open[line] {
                    return Some(line);
                }
            }
            self.current = 0;
            self.take_forks();
            self.ahead.extend(self.later.drain(..).map(Reverse));
            if self.ahead.is_empty() {
                return None;
            }
        }
    }

    fn take_forks(&mut self) {
        for at in 0..self.forks.len() {
            if !std::mem::take(&mut self.forks[at].is_new) {
                continue;
            }
            self.machine.variables.charge(self.forks[at].lines.len() * 2);
            for index in 0..self.forks[at].lines.len() {
                let (line, facts) = (self.forks[at].lines[index], self.forks[at].facts.clone());
                self.arrive(line, facts);
                self.schedule(line);
            }
        }
    }

    /// Executes a line and those that follow it, as long as states change.
    fn run_from(&mut self, mut at: usize) {
        let script = self.machine.script;
        loop {
            self.current = at;
            self.open[at] = false;
            let line = u32::try_from(at).ok().and_then(|at| script.line(LineId::new(at)));
            let (Some(line), Some(facts)) = (line, self.lines[at].clone()) else { return };
            if line.is_unfinished() {
                return;
            }
            let after = self.run_line(line, facts);
            at += 1;
            let Some(after) = after.filter(|_| at < self.lines.len() && !self.is_exhausted()) else { return };
            if !self.go_on(at, after) && !self.open[at] {
                return;
            }
        }
    }

    /// Control falls through to a line from the one above. Returns whether its state changed. A line without a label
    /// has no other predecessor, so the new state replaces that of earlier iterations.
    fn go_on(&mut self, line: usize, facts: Facts) -> bool {
        let here = u32::try_from(line).ok().and_then(|at| self.machine.script.line(LineId::new(at)));
        if here.is_some_and(|line| line.label().is_some()) || self.entered.contains(&line) {
            return self.arrive(line, facts);
        }
        let is_news = self.lines[line].as_ref().is_none_or(|known| !known.is_same(&facts));
        self.lines[line] = Some(facts);
        is_news
    }

    /// Executes a line, given the state at its beginning. Returns the state after success.
    fn run_line(&mut self, line: Line<'a, 's>, facts: Facts) -> Option<Facts> {
        self.machine.variables.charge(2 + 4 * line.commands().len());
        self.run_commands(line.commands(), Some(facts), None)
    }

    /// Executes commands of a line, given the states after the previous command succeeded and failed. Returns the state
    /// after the last one succeeded.
    fn run_commands(
        &mut self,
        commands: impl Iterator<Item = Command<'a, 's>>,
        mut success: Option<Facts>,
        mut failure: Option<Facts>,
    ) -> Option<Facts> {
        let variables = &self.machine.variables;
        for command in commands {
            let operator = command.operator().map(|operator| operator.kind);
            let (before, skipping_success, skipping_failure) = match operator {
                Some(OperatorKind::And) => (success.take(), None, failure.take()),
                Some(OperatorKind::Or) => (failure.take(), success.take(), None),
                _ => {
                    join(&mut success, failure.take(), variables);
                    (success.take(), None, None)
                }
            };
            (success, failure) = (skipping_success, skipping_failure);
            let Some(before) = before else { continue };
            let (next_success, next_failure) = self.run_command(command, before);
            join(&mut success, next_success, variables);
            join(&mut failure, next_failure, variables);
        }
        success
    }

    /// Executes a command. Returns the states after it succeeded and failed.
    fn run_command(&mut self, command: Command<'a, 's>, before: Facts) -> (Option<Facts>, Option<Facts>) {
        let id = command.id();
        let next = self.machine.execute(command, before.clone());
        self.before[id.index()] = Some(before);
        self.ways[id.index()] = Ways::of(&next);
        self.note_targets(command, &next);
        for (target, facts) in next.jumps.into_iter().filter(|_| (self.follow)(id, Edge::Jump)) {
            self.jump(target, facts);
        }
        let success = next.success.filter(|_| (self.follow)(id, Edge::Success));
        (success, next.failure.filter(|_| (self.follow)(id, Edge::Failure)))
    }

    /// Records where a computed `goto` jumps, if that is known.
    fn note_targets(&mut self, command: Command<'a, 's>, next: &Next) {
        let is_computed = || command.arguments().any(Word::has_expansion);
        if next.jumps.is_empty() || !is_computed() {
            return;
        }
        let line = |(target, _): &(Target, Facts)| match target {
            Target::Line(line) => Some(*line),
            Target::Computed(_) => None,
        };
        match next.jumps.iter().map(line).collect::<Option<Vec<_>>>() {
            Some(lines) => _ = self.targets.insert(command.id(), lines),
            None => _ = self.targets.remove(&command.id()),
        }
    }

    fn jump(&mut self, target: Target, facts: Facts) {
        match target {
            Target::Line(line) => {
                if self.arrive(line.index(), facts) {
                    self.schedule(line.index());
                }
            }
            Target::Computed(text) => self.jump_somewhere(text, &facts),
        }
    }

    fn jump_somewhere(&mut self, text: Text<'static>, facts: &Facts) {
        if let Some(&fork) = self.fork_of.get(&text) {
            let fork = &mut self.forks[fork];
            fork.is_new |= fork.facts.join(facts, true, &self.machine.variables);
            return;
        }
        let labels = self.machine.flow.labels();
        let script = self.machine.script;
        self.machine.variables.charge(script.lines().len() / 2);
        let fitting = script.labels().filter(|label| labels.may_mean(&text, *label));
        let lines = fitting.map(|label| label.line().index()).collect();
        self.fork_of.insert(text, self.forks.len());
        self.forks.push(Fork { facts: facts.clone(), lines, is_new: true });
    }

    /// Joins a state into a line's. Returns whether it changed.
    fn arrive(&mut self, line: usize, facts: Facts) -> bool {
        let Some(place) = self.lines.get_mut(line) else { return false };
        let news = if let Some(known) = place {
            let widen = self.visits[line] >= PATIENCE;
            known.join(&facts, widen, &self.machine.variables)
        } else {
            *place = Some(facts);
            true
        };
        if news {
            self.visits[line] = self.visits[line].saturating_add(1);
            if line == 0 {
                self.schedule(0);
            }
        }
        news
    }

    fn schedule(&mut self, line: usize) {
        if std::mem::replace(&mut self.open[line], true) {
            return;
        }
        if line > self.current { self.ahead.push(Reverse(line)) } else { self.later.push(line) }
    }
}
