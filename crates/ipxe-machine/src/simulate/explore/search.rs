//! The search.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use ipxe_catalog::MachineSet;

use super::asker::{Asker, Pending};
use super::frontier::Frontier;
use super::graph::Graph;
use super::machines;
use super::own::Scripts;
use super::questions::{Fork, Known, Place, Questions};
use super::report::Ending;
use super::watch::{Fetch, Watch};
use super::{Answer, Exploration, ExploreLimits, OpenFacts};
use crate::settings::Absence;
use crate::simulate::frame::Frame;
use crate::simulate::{
    Budget, Change, ContextEnvironment, Files, LimitReached, MachineState, Outcome, Progress, RunLimits,
};
use ipxe_language::setting_name::SettingName;

/// The approximate size of a machine without a script's data: its predefined settings.
const PLAIN_MACHINE: usize = 1 << 14;

/// The approximate size of one known answer, in bytes.
const KNOWN_ANSWER: usize = 32;

/// The state of a search.
pub(super) struct Search<'w, F> {
    world: &'w mut ContextEnvironment<F>,
    open: OpenFacts,
    limits: ExploreLimits,
    /// The kinds of machine that the script is for.
    machines: MachineSet,
    questions: Questions,
    graph: Graph,
    scripts: Scripts,
    /// The paths that remain to be followed.
    ahead: Frontier,
    /// The first node that reached each state.
    seen: HashMap<u128, usize>,
    endings: Vec<Ending>,
    /// The downloads, and their nodes.
    fetches: Vec<(usize, Fetch)>,
    steps: usize,
    work: usize,
    memory: usize,
    cut: Option<LimitReached>,
}

/// A path while it is followed.
struct Traveller {
    machine: MachineState,
    known: Known,
    watch: Watch,
    budget: Budget,
}

/// The result of a step.
enum Stride {
    /// Continues, at the next command or another.
    On {
        jumped: bool,
    },
    /// A question is open.
    Asks(Pending),
    Ends(Outcome),
}

impl<'w, F: Files> Search<'w, F> {
    pub(super) fn new(world: &'w mut ContextEnvironment<F>, open: OpenFacts, limits: ExploreLimits) -> Self {
        Self {
            world,
            open,
            limits,
            machines: MachineSet::NONE,
            questions: Questions::default(),
            graph: Graph::default(),
            scripts: Scripts::default(),
            ahead: Frontier::default(),
            seen: HashMap::new(),
            endings: Vec::new(),
            fetches: Vec::new(),
            steps: 0,
            work: 0,
            memory: 0,
            cut: None,
        }
    }

    /// Follows every path from the current state of the machine.
    pub(super) fn run(mut self, machine: MachineState) -> Exploration {
        self.machines = machine.settings.catalog().target().machines();
        let chosen = self.world.chosen();
        let (node, budget) = (self.graph.node(), Budget::new(self.limits.run));
        let (known, replies) = (Known::default(), Vec::new());
        self.ahead = Frontier::of(Fork { machine: Arc::new(machine), known, replies, chosen, node, budget });
        while !self.is_cut()
            && let Some(way) = self.ahead.pop()
        {
            self.follow(way);
        }
        self.world.set_chosen(chosen);
        let found = Exploration::new(&self.questions, &self.graph, self.endings, self.fetches, self.machines);
        let left = if self.cut.is_some() { self.ahead.len() } else { 0 };
        Exploration { steps: self.steps, cut: self.cut, left, ..found }
    }

    fn is_cut(&mut self) -> bool {
        let limits = &self.limits;
        let reached = if self.steps >= limits.steps {
            Some(LimitReached::Steps)
        } else if self.work >= limits.work {
            Some(LimitReached::Work)
        } else if self.memory > limits.memory {
            Some(LimitReached::Memory)
        } else if self.graph.len() > limits.ways {
            Some(LimitReached::Ways)
        } else {
            None
        };
        self.cut = self.cut.or(reached);
        self.cut.is_some()
    }

    /// Follows a path until it ends, forks, or meets another.
    fn follow(&mut self, way: Fork) {
        self.world.set_chosen(way.chosen);
        let mut traveller = self.traveller(&way);
        let mut steps = 0;
        // The cost of comparing states grows with the size of the machine.
        let mut credit = 0;
        loop {
            let replies = if steps == 0 { &*way.replies } else { &[] };
            let stride = self.stride(&mut traveller, replies);
            self.look_for_answers(&traveller);
            if !matches!(stride, Stride::Asks(_)) {
                let fetches = traveller.watch.fetches.drain(..);
                self.fetches.extend(fetches.map(|fetch| (way.node, fetch)));
            }
            credit += 1;
            steps += 1;
            match stride {
                Stride::On { jumped } => {
                    let dear = credit << 12 < traveller.machine.memory();
                    if jumped && !dear {
                        credit = 0;
                        if self.meets(&traveller, way.node) {
                            return;
                        }
                    }
                }
                Stride::Asks(pending) => return self.part(way, steps - 1, pending),
                Stride::Ends(outcome) => return self.end(&way, &traveller, outcome),
            }
            if self.is_cut() {
                return;
            }
        }
    }

    fn traveller(&self, way: &Fork) -> Traveller {
        let left =
            self.limits.run.steps.min(self.limits.steps.saturating_sub(self.steps) + way.budget.steps());
        let limits = RunLimits { steps: left, ..self.limits.run };
        Traveller {
            machine: MachineState::clone(&way.machine),
            known: way.known.clone(),
            watch: Watch::default(),
            budget: way.budget.clone().with_limits(limits),
        }
    }

    /// Executes one command.
    fn stride(&mut self, traveller: &mut Traveller, replies: &[Answer]) -> Stride {
        let Traveller { machine, known, watch, budget } = traveller;
        let programs = machine.frames.iter().map(|frame| &*frame.program);
        self.scripts.update(programs, machine.settings.catalog());
        let inner = machine.frames.last().is_some_and(Frame::handles_next);
        let outer = machine.frames.iter().rev().skip(1).any(Frame::handles_current);
        let worked = budget.worked();
        let mut asker = Asker {
            world: &mut *self.world,
            questions: &mut self.questions,
            known,
            scripts: &self.scripts,
            open: self.open,
            handled: inner || outer,
            replies: replies.iter(),
            pending: None,
            fetched: Vec::new(),
        };
        let script = machine.frames.last().and_then(|frame| frame.image.uri.clone());
        let progress = machine.step(&mut asker, watch, budget);
        let Asker { pending, fetched, .. } = asker;
        watch.note(fetched, script.as_ref());
        self.steps += 1;
        self.work = self.work.saturating_add(budget.worked() - worked + 64);
        if let Some(pending) = pending {
            return Stride::Asks(pending);
        }
        if !self.scripts.mention_errno() {
            machine.forget_errno();
        }
        for change in std::mem::take(&mut watch.changes) {
            self.learn(machine, known, &change);
        }
        match progress {
            Progress::On => Stride::On { jumped: false },
            Progress::Jumped => Stride::On { jumped: true },
            Progress::Ended(outcome) => Stride::Ends(outcome),
        }
    }

    /// Whether a path reaches a state that another one, or itself, had before. If it was itself, it never ends.
    fn meets(&mut self, traveller: &Traveller, node: usize) -> bool {
        let state = self.fingerprint(&traveller.machine, &traveller.known, &[]);
        match self.seen.get(&state) {
            None => {
                self.seen.insert(state, node);
                false
            }
            Some(own) if *own == node => {
                self.endings.push(Ending { node, outcome: Outcome::Loops, place: None });
                true
            }
            Some(other) => {
                self.graph.connect(node, *other, None);
                true
            }
        }
    }

    /// A fingerprint of a state, with 128 bits: a collision needs more states than an exploration can visit.
    fn fingerprint(&mut self, machine: &MachineState, known: &Known, replies: &[Answer]) -> u128 {
        self.work = self.work.saturating_add(machine.memory() / 8 + 1024);
        let half = |salt: u64| {
            let mut hasher = DefaultHasher::new();
            (salt, machine, known, replies, self.world.chosen()).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        half(0) << 64 | half(1)
    }

    /// Returns to the state before the command with the question, and continues from there with each answer.
    fn part(&mut self, way: Fork, steps: usize, pending: Pending) {
        let Traveller { machine, known, budget, .. } = self.replay(&way, steps);
        let replies = if steps == 0 { way.replies } else { Vec::new() };
        let state = self.fingerprint(&machine, &known, &replies);
        if let Some(other) = self.seen.get(&state).filter(|other| **other != way.node) {
            return self.graph.connect(way.node, *other, None);
        }
        self.seen.insert(state, way.node);
        let (question, answers) = match pending {
            Pending::Fact(question) => {
                let all = self.questions.get(question).map_or(0, |question| question.answers.len());
                let exists = |answer: &usize| {
                    machines::exists(self.machines, &self.questions, &known, question, *answer)
                };
                (question, (0..all).filter(exists).collect::<Vec<_>>())
            }
            Pending::Event(fact, answers) => {
                let (script, command) = machine.frames.last().map_or((0, None), Frame::upcoming);
                let place = Place::Command(script, command.unwrap_or(0), replies.len());
                let question = self.questions.ask(fact, place, answers.clone());
                (question, self.questions.places_of(question, &answers))
            }
        };
        let knowledge = known.answers.len().saturating_mul((answers.len() + 1) * KNOWN_ANSWER);
        let memory = (machine.memory() + PLAIN_MACHINE).saturating_add(knowledge);
        let (machine, chosen) = (Arc::new(machine), self.world.chosen());
        let fork = Fork { machine, known, replies, chosen, node: way.node, budget };
        self.questions.remember(question, &fork);
        self.memory = self.memory.saturating_add(memory);
        for answer in answers {
            self.branch(&fork, question, answer);
        }
    }

    /// The path after this many steps, none of which has a new question.
    fn replay(&mut self, way: &Fork, steps: usize) -> Traveller {
        self.world.set_chosen(way.chosen);
        let mut traveller = self.traveller(way);
        for step in 0..steps {
            self.stride(&mut traveller, if step == 0 { &way.replies } else { &[] });
        }
        traveller
    }

    /// Adds the path with this answer to those that remain to be followed.
    fn branch(&mut self, fork: &Fork, question: usize, answer: usize) {
        let node = self.graph.node();
        self.graph.connect(fork.node, node, Some((question, answer)));
        let mut way = Fork { node, ..fork.clone() };
        let Some(asked) = self.questions.get(question) else { return };
        if asked.fact.is_event() {
            way.replies.extend(asked.answers.get(answer).cloned());
        } else {
            way.known.answers.insert(question, answer);
        }
        self.ahead.push(way, question, answer);
    }

    /// A text that is compared with an unknown value is a possible value.
    fn look_for_answers(&mut self, traveller: &Traveller) {
        let Some((left, right)) = &traveller.watch.compared else { return };
        let mut found: Vec<(usize, Vec<u8>)> = Vec::new();
        if let Some(right) = right {
            for (open, text) in [(left, right), (right, left)] {
                self.match_up(open, std::iter::once(text.as_slice()), &mut found);
            }
        } else {
            let frame = traveller.machine.frames.last();
            let mut labels: Vec<_> = frame.into_iter().flat_map(|frame| frame.program.labels()).collect();
            labels.sort_unstable();
            self.match_up(left, labels.into_iter(), &mut found);
        }
        for (question, value) in found {
            let Some((answer, forks)) = self.questions.find(question, &value) else { continue };
            for fork in &forks {
                self.branch(fork, question, answer);
            }
        }
    }

    /// The values of the placeholder in a text with which the text equals one of these.
    fn match_up<'t>(
        &self,
        open: &[u8],
        texts: impl Iterator<Item = &'t [u8]>,
        found: &mut Vec<(usize, Vec<u8>)>,
    ) {
        let Some((range, questions)) = self.questions.stand_in(open) else { return };
        let (before, after) = (open.get(..range.start), open.get(range.end..));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        for text in texts.filter(|text| self.questions.stand_in(text).is_none()) {
            let value = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            if let Some(value) = value {
                found.extend(questions.iter().map(|question| (*question, value.to_vec())));
            }
        }
    }

    fn end(&mut self, way: &Fork, traveller: &Traveller, outcome: Outcome) {
        if let Outcome::Stopped(limit) = outcome
            && self.steps >= self.limits.steps
        {
            self.cut = Some(limit);
            return;
        }
        let watch = &traveller.watch;
        let place = match outcome {
            Outcome::Failed(_) => watch.failed().cloned(),
            Outcome::Waits(_) | Outcome::Exited { status: None } => Some(watch.last().clone()),
            _ => None,
        };
        self.endings.push(Ending { node: way.node, outcome, place });
    }

    /// The assumptions about a setting no longer hold after a script wrote it.
    fn learn(&self, machine: &MachineState, known: &mut Known, change: &Change) {
        let SettingName { scope, name, .. } = SettingName::parse(&change.name);
        known.answers.retain(|question, _| {
            self.questions.get(*question).and_then(|question| question.fact.own_name()) != Some(name)
        });
        let full = if scope.is_empty() { name.to_vec() } else { [scope, b"/", name].concat() };
        let unset = matches!(machine.settings.read(&change.name), Err(Absence::Unset));
        // A setting that a script writes itself is not open anyway.
        if unset && self.open.settings && !self.scripts.write(name) {
            known.cleared.insert(full);
        } else {
            known.cleared.remove(&full);
        }
    }
}
