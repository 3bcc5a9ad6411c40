use ipxe_catalog::Catalog;
use ipxe_syntax::{CommandId, Label, Script};

use super::{
    Assumptions, Moment,
    solver::{Solution, Solver},
    state::Facts,
    step::{Machine, Target},
};
use crate::graph::Flow;

/// What is known before every command of a script, on whatever way control comes to it.
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
    machine: Machine<'a, 's>,
    solution: Solution,
}

impl<'a, 's> Analysis<'a, 's> {
    /// Analyses a script.
    #[must_use]
    pub fn new(
        script: &'a Script<'s>,
        flow: &'a Flow<'a>,
        catalog: &'a Catalog,
        assumptions: Assumptions<'a>,
    ) -> Self {
        let start = Facts::start(assumptions.first);
        let machine = Machine::new(script, flow, catalog, assumptions);
        let solution = Solver::new(&machine).solve(start);
        Self { machine, solution }
    }

    /// Whether the analysis went through. If not, the script would have taken too long: nothing is known, and all
    /// is reachable that [`Flow`] calls so.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.solution.given_up
    }

    /// Whether control can come to a command.
    #[must_use]
    pub fn is_reachable(&self, command: CommandId) -> bool {
        if self.solution.given_up {
            self.machine.flow.is_reachable(command)
        } else {
            self.facts(command).is_some()
        }
    }

    /// What is known when a command is about to run; none if control cannot come there.
    #[must_use]
    pub fn before(&self, command: CommandId) -> Option<Moment<'_, 'a, 's>> {
        if self.solution.given_up {
            let reachable = self.machine.flow.is_reachable(command);
            return reachable.then(|| Moment::new(&self.machine, command, Facts::nothing()));
        }
        Some(Moment::new(&self.machine, command, self.facts(command)?.clone()))
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
                Target::Computed(text) => text.may_equal(label.name()),
            });
            if leads_here {
                jumps.push(command.id());
            }
        }
        jumps
    }
}
