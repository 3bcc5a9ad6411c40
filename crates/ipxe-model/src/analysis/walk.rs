//! Graph walks along the edges that the possible values allow.

use foldhash::HashSet;
use ipxe_language::text::Text;
use ipxe_syntax::{Command, CommandId};

use super::{Analysis, solver::Follow};
use crate::graph::{CommandSet, Edge, Flow, Node, first_from};

pub(super) struct Walk<'w, 'a, 's> {
    analysis: &'w Analysis<'a, 's>,
    follow: Follow<'w>,
    flow: &'a Flow<'a>,
    /// Whether to follow all edges, and use values only for the targets of computed jumps.
    any_way: bool,
    seen: Vec<bool>,
    open: Vec<CommandId>,
    /// Computed targets that may be any label, and that were followed.
    targets: HashSet<&'a Text<'a>>,
}

impl<'w, 'a, 's> Walk<'w, 'a, 's> {
    pub(super) fn new(analysis: &'w Analysis<'a, 's>, follow: Follow<'w>) -> Self {
        let seen = vec![false; analysis.machine.script.commands().len()];
        Self {
            analysis,
            follow,
            flow: analysis.machine.flow,
            any_way: false,
            seen,
            open: Vec::new(),
            targets: HashSet::default(),
        }
    }

    /// The same walk along all edges of a graph, with values only for the targets of computed jumps, and from
    /// additional starts.
    pub(super) fn any_way(self, flow: &'a Flow<'a>, starts: impl IntoIterator<Item = CommandId>) -> Self {
        Self { any_way: true, flow, open: starts.into_iter().collect(), ..self }
    }

    /// The commands that are reachable from the script's first line.
    pub(super) fn reached(mut self) -> CommandSet {
        self.open.extend(self.analysis.machine.script.commands().next().map(Command::id));
        while let Some(command) = self.open.pop() {
            let is_new =
                self.seen.get_mut(command.index()).is_some_and(|seen| !std::mem::replace(seen, true));
            if is_new && (self.any_way || self.analysis.is_reachable(command)) {
                self.leave(command);
            } else if is_new {
                self.seen[command.index()] = false;
            }
        }
        CommandSet::new(self.seen)
    }

    fn leave(&mut self, command: CommandId) {
        let Some(ways) = self.analysis.solution.ways.get(command.index()) else { return };
        let admits = |edge| (self.any_way || ways.admit(edge)) && (self.follow)(command, edge);
        let flow = self.flow;
        if !admits(Edge::Jump) || !flow.may_jump(command) {
            // Its jump target does not matter.
        } else if let Some(lines) = self.analysis.solution.targets.get(&command) {
            self.open.extend(
                lines
                    .iter()
                    .filter_map(|line| first_from(self.analysis.machine.script, *line).map(Command::id)),
            );
        } else {
            let target = flow.invocation(command).and_then(|goto| goto.positional(0));
            let is_new = target.is_none_or(|target| target.is_known() || self.targets.insert(target));
            let jumps =
                flow.successors(Node::Command(command)).filter(|(edge, _)| is_new && *edge == Edge::Jump);
            self.open.extend(jumps.filter_map(|(_, node)| as_command(node)));
        }
        for wanted in [Edge::Success, Edge::Failure].into_iter().filter(|edge| admits(*edge)) {
            let next = flow.successors(Node::Command(command)).take_while(|(edge, _)| *edge != Edge::Jump);
            self.open
                .extend(next.filter(|(edge, _)| *edge == wanted).filter_map(|(_, node)| as_command(node)));
        }
    }
}

fn as_command(node: Node) -> Option<CommandId> {
    match node {
        Node::Command(command) => Some(command),
        Node::End(_) => None,
    }
}
