use ipxe_catalog::Catalog;
use ipxe_engine::{Invocation, Words};
use ipxe_syntax::{Command, CommandId, Label, Script};
use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

use crate::{
    CommandSet, Edge, Ending, Labels, Node, Region,
    builder::{Builder, Drawing, node_of},
    node::Point,
};

/// The control-flow graph of a script, and its commands bound to what the catalog says of them.
///
/// Making one takes time and memory linear in the script's length.
#[derive(Clone, Debug)]
pub struct Flow<'w> {
    invocations: Vec<Invocation<'w>>,
    labels: Labels<'w>,
    graph: DiGraph<Point, Edge>,
    entry: Option<CommandId>,
    reachable: CommandSet,
    /// Per line, whether some `goto` may mean its label.
    targets: Vec<bool>,
}

impl<'w> Flow<'w> {
    /// Draws the graph of a script with its words, for a target.
    #[must_use]
    pub fn new(script: &'w Script<'_>, words: &'w Words<'w>, catalog: &Catalog) -> Self {
        let invocations: Vec<_> =
            script.commands().map(|command| Invocation::bind(words.of(command), catalog)).collect();
        let labels = Labels::new(script);
        let Drawing { graph, targets } = Builder::new(script, &invocations, &labels).build();
        let (entry, reachable) = (entry(script), CommandSet::default());
        let mut flow = Self { invocations, labels, graph, entry, reachable, targets };
        flow.reachable = flow.reachable_along(|_, _| true);
        flow
    }

    /// The command with what it means: its options and arguments.
    #[must_use]
    pub fn invocation(&self, command: CommandId) -> Option<&Invocation<'w>> {
        self.invocations.get(command.index())
    }

    /// The labels that `goto` finds.
    #[must_use]
    pub fn labels(&self) -> &Labels<'w> {
        &self.labels
    }

    /// Whether any way leads from the script's first line to the command.
    #[must_use]
    pub fn is_reachable(&self, command: CommandId) -> bool {
        self.reachable.contains(command)
    }

    /// Whether some `goto`, reachable or not, may mean this label: it spells its name, or computes a name
    /// that this one fits. A label that another one of its name stands before is never meant.
    #[must_use]
    pub fn is_target(&self, label: Label<'_, '_>) -> bool {
        self.targets.get(label.line().index()).copied().unwrap_or_default()
    }

    /// The runs of commands that no way leads to from the script's first line, in order. Empty commands,
    /// which blank operators make, neither begin nor end nor part them.
    pub fn unreachable_regions(&self) -> impl Iterator<Item = Region> {
        let dead = |at: &usize| !self.reachable.contains(command_at(*at));
        let wordless = |at: usize| self.invocations.get(at).is_some_and(Invocation::is_empty);
        let mut next = 0;
        std::iter::from_fn(move || {
            let first = (next..self.invocations.len()).find(|at| dead(at) && !wordless(*at))?;
            let mut last = first;
            next = first + 1;
            while next < self.invocations.len() && (dead(&next) || wordless(next)) {
                last = if wordless(next) { last } else { next };
                next += 1;
            }
            Some(Region::new(command_at(first), command_at(last)))
        })
    }

    /// Where control can go from a node, and why.
    pub fn successors(&self, node: Node) -> impl Iterator<Item = (Edge, Node)> {
        self.edges(node, Direction::Outgoing)
    }

    /// From where control can come to a node, and why.
    pub fn predecessors(&self, node: Node) -> impl Iterator<Item = (Edge, Node)> {
        self.edges(node, Direction::Incoming)
    }

    fn edges(&self, node: Node, direction: Direction) -> impl Iterator<Item = (Edge, Node)> {
        let neighbours = move |index| {
            self.graph.edges_directed(index, direction).map(move |edge| {
                let outgoing = direction == Direction::Outgoing;
                (*edge.weight(), if outgoing { edge.target() } else { edge.source() })
            })
        };
        self.index(node).into_iter().flat_map(neighbours).flat_map(move |(edge, other)| {
            let (here, beyond) = match self.graph[other] {
                Point::Node(node) => (Some((edge, node)), None),
                Point::Fork => (None, Some(neighbours(other))),
            };
            let beyond = beyond.into_iter().flatten().filter_map(|(edge, index)| match self.graph[index] {
                Point::Node(node) => Some((edge, node)),
                Point::Fork => None, // a fork only leads to lines
            });
            here.into_iter().chain(beyond)
        })
    }

    fn index(&self, node: Node) -> Option<NodeIndex> {
        match node {
            Node::Command(command) => (command.index() < self.invocations.len()).then(|| node_of(command)),
            Node::End(ending) => Some(NodeIndex::new(self.invocations.len() + ending as usize)),
        }
    }

    /// Whether the script ends in failure when this command fails.
    #[must_use]
    pub fn failure_is_fatal(&self, command: CommandId) -> bool {
        // Not by way of the successors: a computed `goto` may have every label among them.
        let failed = self.index(Node::End(Ending::Failed));
        let index = self.index(Node::Command(command));
        let mut edges = index.into_iter().flat_map(|index| self.graph.edges(index));
        edges.any(|edge| *edge.weight() == Edge::Failure && Some(edge.target()) == failed)
    }

    /// The commands that can run once one of `starts` is about to, these included.
    #[must_use]
    pub fn reachable_from(&self, starts: impl IntoIterator<Item = CommandId>) -> CommandSet {
        self.closure(starts, Direction::Outgoing, |_, _| true)
    }

    /// The commands that can run from the script's first line on, if commands are only left along the edges that
    /// `follow` admits.
    #[must_use]
    pub fn reachable_along(&self, follow: impl Fn(CommandId, Edge) -> bool) -> CommandSet {
        self.closure(self.entry, Direction::Outgoing, follow)
    }

    /// The commands from which one of `targets` can be reached, these included.
    #[must_use]
    pub fn reaching(&self, targets: impl IntoIterator<Item = CommandId>) -> CommandSet {
        self.closure(targets, Direction::Incoming, |_, _| true)
    }

    fn closure(
        &self,
        starts: impl IntoIterator<Item = CommandId>,
        direction: Direction,
        follow: impl Fn(CommandId, Edge) -> bool,
    ) -> CommandSet {
        let mut commands = CommandSet::empty(self.invocations.len());
        let mut seen = vec![false; self.graph.node_count()];
        let starts = starts.into_iter().filter_map(|start| self.index(Node::Command(start)));
        let mut open: Vec<NodeIndex> = starts.collect();
        while let Some(index) = open.pop() {
            if std::mem::replace(&mut seen[index.index()], true) {
                continue;
            }
            let command = match self.graph[index] {
                Point::Node(Node::Command(command)) => Some(command),
                _ => None,
            };
            if let Some(command) = command {
                commands.insert(command);
            }
            for edge in self.graph.edges_directed(index, direction) {
                if command.is_none_or(|command| follow(command, *edge.weight())) {
                    open.push(if direction == Direction::Outgoing { edge.target() } else { edge.source() });
                }
            }
        }
        commands
    }
}

/// The command with this number. There are fewer of them than bytes, whose number fits as well.
fn command_at(index: usize) -> CommandId {
    CommandId::new(u32::try_from(index).unwrap_or(u32::MAX))
}

/// The first command to run. iPXE never executes a last line that the file's end cuts short.
fn entry(script: &Script<'_>) -> Option<CommandId> {
    script.commands().next().filter(|first| !first.line().is_unfinished()).map(Command::id)
}
