use std::cell::RefCell;

use ipxe_catalog::Catalog;
use ipxe_syntax::{CommandId, Label, LineId, Script};

use super::{
    Assumptions, Moment,
    solver::{Solution, Solver, walk},
    state::Facts,
    step::{Machine, Target},
};
use crate::Flow;

/// What is known before every command of a script, on whatever way control comes to it.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_engine::{Certainty, NetworkContext, Text, Words};
/// use ipxe_flow::{Analysis, Assumptions, Flow};
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
    /// The line that was asked about last, with what is known before its commands.
    recent: RefCell<Option<(LineId, Moments)>>,
}

/// What is known before the commands of a line that are reached.
type Moments = Vec<(CommandId, Facts)>;

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
        Self { machine, solution, recent: RefCell::default() }
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
            self.solution.reachable.contains(command)
        }
    }

    /// What is known when a command is about to run; none if control cannot come there.
    ///
    /// Asking about commands in their order takes time linear in their number.
    #[must_use]
    pub fn before(&self, command: CommandId) -> Option<Moment<'_, 'a, 's>> {
        if self.solution.given_up {
            let reachable = self.machine.flow.is_reachable(command);
            return reachable.then(|| Moment::new(&self.machine, Facts::nothing()));
        }
        let line = self.machine.script.command(command)?.line_id();
        let mut recent = self.recent.borrow_mut();
        if recent.as_ref().is_none_or(|(known, _)| *known != line) {
            *recent = Some((line, self.moments(line)));
        }
        let (_, moments) = recent.as_ref()?;
        let at = moments.binary_search_by_key(&command, |(command, _)| *command).ok()?;
        Some(Moment::new(&self.machine, moments.get(at)?.1.clone()))
    }

    fn moments(&self, line: LineId) -> Moments {
        let facts = self.solution.lines.get(line.index()).cloned().flatten();
        let (Some(facts), Some(line)) = (facts, self.machine.script.line(line)) else { return Vec::new() };
        let mut moments = Vec::new();
        if !line.is_unfinished() {
            walk(&self.machine, line, facts, &mut |command, before, _| {
                moments.push((command, before.clone()));
            });
        }
        moments
    }

    /// The commands that can jump to a label, in the order of the script. Takes time linear in the script's length.
    #[must_use]
    pub fn jumps_to(&self, label: Label<'_, '_>) -> Vec<CommandId> {
        let mut jumps = Vec::new();
        if !self.machine.flow.labels().is_first(label) {
            return jumps;
        }
        for (line, facts) in self.machine.script.lines().zip(&self.solution.lines) {
            let Some(facts) = facts.clone().filter(|_| !line.is_unfinished()) else { continue };
            walk(&self.machine, line, facts, &mut |command, _, next| {
                let leads_here = next.jumps.iter().any(|(target, _)| match target {
                    Target::Line(line) => *line == label.line(),
                    Target::Computed(text) => text.may_equal(label.name()),
                });
                if leads_here {
                    jumps.push(command);
                }
            });
        }
        jumps
    }
}
