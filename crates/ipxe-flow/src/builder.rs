//! Draws the graph: a node a command, edges as the operators and the commands say.

use std::collections::HashMap;

use ipxe_engine::{Invocation, Text};
use ipxe_syntax::{Command, CommandId, LineId, OperatorKind, Script};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::{Edge, Ending, Labels, Node, node::Point, transfer::transfer};

/// Label comparisons that computed `goto`s may cost before all further ones are taken to reach any label:
/// enough for scripts that people write, few enough to stay linear for those that nobody did.
const COMPARISONS: usize = 1 << 20;

pub(crate) struct Builder<'a, 's, 'w> {
    script: &'a Script<'s>,
    invocations: &'a [Invocation<'w>],
    labels: &'a Labels<'a>,
    graph: DiGraph<Point, Edge>,
    /// Per line, where control goes that begins it: blank lines lead on to the next.
    line_starts: Vec<NodeIndex>,
    ends: [NodeIndex; Ending::ALL.len()],
    /// The forks of the computed targets seen so far.
    forks: HashMap<&'w Text<'w>, NodeIndex>,
    any_label: Option<NodeIndex>,
    comparisons: usize,
    /// The lines whose labels some `goto` may mean.
    targets: Vec<bool>,
}

/// What was drawn.
pub(crate) struct Drawing {
    pub(crate) graph: DiGraph<Point, Edge>,
    /// Per line, whether some `goto` may mean its label.
    pub(crate) targets: Vec<bool>,
}

impl<'a, 's, 'w> Builder<'a, 's, 'w> {
    pub(crate) fn new(
        script: &'a Script<'s>,
        invocations: &'a [Invocation<'w>],
        labels: &'a Labels<'a>,
    ) -> Self {
        let mut graph = DiGraph::with_capacity(invocations.len() + Ending::ALL.len(), 2 * invocations.len());
        // A command's node has the command's number.
        for command in script.commands() {
            graph.add_node(Point::Node(Node::Command(command.id())));
        }
        let ends = Ending::ALL.map(|ending| graph.add_node(Point::Node(Node::End(ending))));
        let line_starts = line_starts(script, ends);
        Self {
            script,
            invocations,
            labels,
            graph,
            line_starts,
            ends,
            forks: HashMap::new(),
            any_label: None,
            comparisons: 0,
            targets: vec![false; script.lines().len()],
        }
    }

    pub(crate) fn build(mut self) -> Drawing {
        for line in self.script.lines() {
            let next_line = self.line_start(line.id().index() + 1);
            // What runs after success and after failure of the command before, going backwards.
            let mut after_success = next_line;
            let mut after_failure = self.end(Ending::Failed);
            for command in line.commands().rev() {
                self.command(command, after_success, after_failure);
                let node = node_of(command.id());
                match command.operator().map(|operator| operator.kind) {
                    Some(OperatorKind::And) => after_success = node,
                    Some(OperatorKind::Or) => after_failure = node,
                    Some(OperatorKind::Then) => (after_success, after_failure) = (node, node),
                    None => {}
                }
            }
        }
        Drawing { graph: self.graph, targets: self.targets }
    }

    fn command(&mut self, command: Command<'a, 's>, after_success: NodeIndex, after_failure: NodeIndex) {
        let node = node_of(command.id());
        let invocations = self.invocations;
        let Some(invocation) = invocations.get(command.id().index()) else { return };
        let transfer = transfer(invocation);
        if transfer.success {
            self.graph.add_edge(node, after_success, Edge::Success);
        }
        if let Some(ending) = transfer.ends {
            self.graph.add_edge(node, self.end(ending), Edge::End);
        }
        let mut may_fail = transfer.failure;
        if let Some(target) = transfer.jumps_to
            && let Some(to) = self.target(target)
        {
            self.graph.add_edge(node, to, Edge::Jump);
            // A label that is there is always found.
            may_fail &= !target.is_known();
        }
        if may_fail {
            self.graph.add_edge(node, after_failure, Edge::Failure);
        }
    }

    /// Where a `goto` goes; nowhere if no label can be meant.
    fn target(&mut self, target: &'w Text<'w>) -> Option<NodeIndex> {
        if let Some(name) = target.as_known() {
            return self.labels.line(name).map(|line| self.jump_to(line));
        }
        if let Some(&fork) = self.forks.get(target) {
            return Some(fork);
        }
        self.comparisons += self.script.lines().len();
        if self.comparisons > COMPARISONS {
            return Some(self.any_label());
        }
        let fork = self.fork(|name| target.may_equal(name));
        self.forks.insert(target, fork);
        Some(fork)
    }

    fn any_label(&mut self) -> NodeIndex {
        let fork = self.any_label.unwrap_or_else(|| self.fork(|_| true));
        self.any_label = Some(fork);
        fork
    }

    fn fork(&mut self, may_be: impl Fn(&[u8]) -> bool) -> NodeIndex {
        let fork = self.graph.add_node(Point::Fork);
        let script = self.script;
        for label in script.labels().filter(|label| self.labels.is_first(*label) && may_be(label.name())) {
            let to = self.jump_to(label.line());
            self.graph.add_edge(fork, to, Edge::Jump);
        }
        fork
    }

    /// Where a jump to that line's label goes.
    fn jump_to(&mut self, line: LineId) -> NodeIndex {
        if let Some(target) = self.targets.get_mut(line.index()) {
            *target = true;
        }
        self.line_start(line.index())
    }

    fn line_start(&self, line: usize) -> NodeIndex {
        self.line_starts.get(line).copied().unwrap_or(self.end(Ending::RanThrough))
    }

    fn end(&self, ending: Ending) -> NodeIndex {
        self.ends[ending as usize]
    }
}

/// The node of a command.
pub(crate) fn node_of(command: CommandId) -> NodeIndex {
    NodeIndex::new(command.index())
}

fn line_starts(script: &Script<'_>, ends: [NodeIndex; Ending::ALL.len()]) -> Vec<NodeIndex> {
    let mut next = ends[Ending::RanThrough as usize];
    let mut starts = vec![next; script.lines().len()];
    for (start, line) in starts.iter_mut().zip(script.lines()).rev() {
        // iPXE never executes a line that the file's end cuts short, and fails instead.
        next = match line.commands().next() {
            _ if line.is_unfinished() => ends[Ending::Failed as usize],
            Some(command) => node_of(command.id()),
            None => next,
        };
        *start = next;
    }
    starts
}
