use ipxe_catalog::Catalog;
use ipxe_syntax::{CommandId, Label, Script};

use super::{
    Assumptions, State,
    lattice::Facts,
    solver::{Solution, Solver, most_steps},
    step::{Machine, Target},
    walk::Walk,
};
use crate::graph::{CommandSet, Edge, Flow};

/// A query that executes the script again may cost this many times the cost of the analysis, plus some steps. Beyond
/// that, the control-flow graph answers.
const PATIENCE: usize = 2;
const FREE_STEPS: usize = 1 << 12;

/// The possible states before every command of a script, on all paths to it.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_language::{text::{Certainty, Text}, words::Words};
/// use ipxe_machine::context::NetworkContext;
/// use ipxe_model::{analysis::{Analysis, Assumptions}, graph::Flow};
///
/// let script = ipxe_syntax::parse(b"#!ipxe\nisset ${arch} || set arch x86_64\nchain ${arch}.ipxe\n");
/// let catalog = Catalog::new(Target::default());
/// let words = Words::new(&script);
/// let flow = Flow::new(&script, &words, &catalog);
/// let assumptions = Assumptions::new(NetworkContext::new().settings(&catalog)).complete();
/// let analysis = Analysis::new(&script, &flow, &catalog, assumptions);
///
/// let chain = script.commands().last().unwrap();
/// let moment = analysis.before(chain.id()).unwrap();
/// assert_eq!(moment.setting(b"arch").presence(), Certainty::Yes);
/// assert_eq!(moment.texts(chain.arguments().next().unwrap().text()), [Text::from("x86_64.ipxe")]);
/// ```
#[derive(Debug)]
pub struct Analysis<'a, 's> {
    pub(super) machine: Machine<'a, 's>,
    pub(super) solution: Solution,
    /// The cost of the analysis, in steps.
    effort: usize,
}

impl<'a, 's> Analysis<'a, 's> {
    /// Analyses a script. Time and memory are linear in its length, or the analysis gives up: see
    /// [`is_complete`](Self::is_complete).
    #[must_use]
    pub fn new(
        script: &'a Script<'s>,
        flow: &'a Flow<'a>,
        catalog: &'a Catalog,
        assumptions: Assumptions<'a>,
    ) -> Self {
        let start = Facts::start(assumptions.first);
        let machine = Machine::new(script, flow, catalog, assumptions);
        let mut solver = Solver::new(&machine, &|_, _| true, most_steps(script));
        solver.begin(start);
        let solution = solver.solve();
        let effort = machine.variables.work();
        Self { machine, solution, effort }
    }

    /// The assumptions of this analysis.
    #[must_use]
    pub fn assumptions(&self) -> &Assumptions<'a> {
        &self.machine.variables.assumptions
    }

    /// The commands that are reachable from one of `starts`, including these, along the edges that `follow` accepts.
    ///
    /// As [`Flow::reachable_from_along`], but with values: execution continues with the state before each of `starts`.
    /// If none of `starts` is reachable, the control-flow graph answers. For example, `iseq ${a} 1` does not succeed on
    /// a path on which the value is known to be different. The cost is about that of the analysis.
    ///
    /// ```
    /// # use ipxe_catalog::{Catalog, Target};
    /// # use ipxe_language::words::Words;
    /// # use ipxe_machine::context::NetworkContext;
    /// # use ipxe_model::{analysis::{Analysis, Assumptions}, graph::Flow};
    /// let script = ipxe_syntax::parse(b"#!ipxe\niseq ${os} a && echo 1 ||\niseq ${os} b && echo 2 ||\n");
    /// let catalog = Catalog::new(Target::default());
    /// let words = Words::new(&script);
    /// let flow = Flow::new(&script, &words, &catalog);
    /// let assumptions = Assumptions::new(NetworkContext::new().settings(&catalog));
    /// let analysis = Analysis::new(&script, &flow, &catalog, assumptions);
    ///
    /// let echoes: Vec<_> = script.commands().filter(|command| command.name().is_some_and(|name| name.text() == b"echo")).collect();
    /// let [first, second] = [echoes[0].id(), echoes[1].id()];
    /// assert!(!analysis.reachable_from_along([first], |_, _| true).contains(second));
    /// assert!(flow.reachable_from([first]).contains(second));
    /// ```
    #[must_use]
    pub fn reachable_from_along(
        &self,
        starts: impl IntoIterator<Item = CommandId, IntoIter: Clone>,
        follow: impl Fn(CommandId, Edge) -> bool,
    ) -> CommandSet {
        let starts = starts.into_iter();
        if starts.clone().all(|start| !self.is_reachable(start)) {
            return self.machine.flow.reachable_from_along(starts, follow);
        }
        let reached = self.reached(&follow, |solver| {
            for start in starts.clone() {
                let command = self.machine.script.command(start);
                if let Some((command, facts)) = command.zip(self.facts(start)) {
                    solver.begin_at(command, facts.clone());
                }
            }
        });
        reached.unwrap_or_else(|| self.machine.flow.reachable_from_along(starts, follow))
    }

    /// The commands that are reachable from the script's first line along the edges that `follow` accepts.
    ///
    /// As [`Flow::reachable_along`], but without edges that no possible value allows. Takes time linear in the script's
    /// length.
    #[must_use]
    pub fn reachable_along(&self, follow: impl Fn(CommandId, Edge) -> bool) -> CommandSet {
        if self.solution.given_up {
            return self.machine.flow.reachable_along(follow);
        }
        Walk::new(self, &follow).reached()
    }

    /// The commands that are reachable from the script's first line or one of `starts`, on any path of a graph, except
    /// that a computed `goto` only jumps to labels that its possible values name. None if no such values are known: the
    /// graph gives the same result.
    ///
    /// As [`Flow::reachable_along`], but `goto ${x}` after `choose x` only jumps to labels with the name of a menu
    /// entry. Takes time linear in the script's length.
    #[must_use]
    pub fn reachable_by_choices(
        &self,
        flow: &'a Flow<'a>,
        starts: impl IntoIterator<Item = CommandId>,
    ) -> Option<CommandSet> {
        let tells = !self.solution.given_up && !self.solution.targets.is_empty();
        tells.then(|| Walk::new(self, &|_, _| true).any_way(flow, starts).reached())
    }

    /// Whether the analysis reached its fixpoint. If not, it exceeded its budget: no values are known, and every
    /// command that is reachable in [`Flow`] counts as reachable.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.solution.given_up
    }

    /// Whether a command is reachable.
    #[must_use]
    pub fn is_reachable(&self, command: CommandId) -> bool {
        if self.solution.given_up {
            self.machine.flow.is_reachable(command)
        } else {
            self.facts(command).is_some()
        }
    }

    /// The state before a command. None if the command is unreachable.
    #[must_use]
    pub fn before(&self, command: CommandId) -> Option<State<'_, 'a, 's>> {
        if self.solution.given_up {
            let reachable = self.machine.flow.is_reachable(command);
            return reachable.then(|| State::new(&self.machine, command, Facts::nothing()));
        }
        Some(State::new(&self.machine, command, self.facts(command)?.clone()))
    }

    /// The commands that are reachable from where `begin` starts the execution. None if that exceeds the budget: then
    /// the graph answers.
    fn reached(
        &self,
        follow: &dyn Fn(CommandId, Edge) -> bool,
        begin: impl FnOnce(&mut Solver<'_, 'a, 's>),
    ) -> Option<CommandSet> {
        if self.solution.given_up {
            return None;
        }
        let mut solver = Solver::new(&self.machine, follow, self.effort * PATIENCE + FREE_STEPS);
        begin(&mut solver);
        let solution = solver.solve();
        (!solution.given_up).then(|| CommandSet::new(solution.before.iter().map(Option::is_some).collect()))
    }

    fn facts(&self, command: CommandId) -> Option<&Facts> {
        self.solution.before.get(command.index())?.as_ref()
    }

    /// The commands that can jump to a label, in the order of the script. Takes time linear in the script's length.
    #[must_use]
    pub fn jumps_to(&self, label: Label<'_, '_>) -> Vec<CommandId> {
        let mut jumps = Vec::new();
        if !self.machine.flow.labels().is_first(label) {
            return jumps;
        }
        for command in self.machine.script.commands() {
            let Some(facts) = self.facts(command.id()) else { continue };
            let next = self.machine.execute(command, facts.clone());
            let leads_here = next.jumps.iter().any(|(target, _)| match target {
                Target::Line(line) => *line == label.line(),
                Target::Computed(text) => self.machine.flow.labels().may_mean(text, label),
            });
            if leads_here {
                jumps.push(command.id());
            }
        }
        jumps
    }
}
