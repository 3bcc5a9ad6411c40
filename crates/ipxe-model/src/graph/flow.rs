use ipxe_catalog::Catalog;
use ipxe_language::{invocation::Invocation, words::Words};
use ipxe_syntax::{Command, CommandId, Label, Script};

use crate::graph::{
    CommandSet, Edge, Ending, Labels, Loops, Node, Region,
    builder::{Builder, Drawing, point_of},
    edges::{Exits, Graph, Point},
    loops::Search,
};

/// The control-flow graph of a script, and its commands with the catalog's information about them.
///
/// A command that iPXE rejects has a failure edge, and also the edges that it will have after it is corrected.
///
/// Construction takes time and memory linear in the script's length.
#[derive(Clone, Debug)]
pub struct Flow<'w> {
    invocations: Vec<Invocation<'w>>,
    labels: Labels<'w>,
    graph: Graph,
    entry: Option<CommandId>,
    reachable: CommandSet,
    /// Per line, whether its label may be the target of a `goto`.
    targets: Vec<bool>,
}

impl<'w> Flow<'w> {
    /// Builds the graph of a script with its words, for a target.
    #[must_use]
    pub fn new(script: &'w Script<'_>, words: &'w Words<'w>, catalog: &Catalog) -> Self {
        let invocations: Vec<_> =
            script.commands().map(|command| Invocation::bind_as_meant(words.of(command), catalog)).collect();
        let labels = Labels::new(script);
        let Drawing { graph, targets } = Builder::new(script, &invocations, &labels).build();
        let (entry, reachable) = (entry(script), CommandSet::default());
        let mut flow = Self { invocations, labels, graph, entry, reachable, targets };
        flow.reachable = flow.reachable_along(|_, _| true);
        flow
    }

    /// The same graph without the success edges of these commands: what they execute does not return.
    #[must_use]
    pub fn without_success_of(mut self, commands: &CommandSet) -> Self {
        for at in (0..self.invocations.len()).filter(|at| commands.contains(command_at(*at))) {
            let exits = self.graph.exits(Point::new(at));
            self.graph.set_exits(Point::new(at), Exits { success: None, ..exits });
        }
        self.reachable = self.reachable_along(|_, _| true);
        self
    }

    /// A command with its options and arguments. None if the script has no such command.
    #[must_use]
    pub fn invocation(&self, command: CommandId) -> Option<&Invocation<'w>> {
        self.invocations.get(command.index())
    }

    /// The labels that `goto` can find.
    #[must_use]
    pub fn labels(&self) -> &Labels<'w> {
        &self.labels
    }

    /// Whether there is a path from the script's first line to the command.
    #[must_use]
    pub fn is_reachable(&self, command: CommandId) -> bool {
        self.reachable.contains(command)
    }

    /// Whether this label may be the target of a `goto`, reachable or not: of one with its literal name, or with a
    /// computed name that matches. A label after another one of the same name is never a target.
    #[must_use]
    pub fn is_target(&self, label: Label<'_, '_>) -> bool {
        self.targets.get(label.line().index()).copied().unwrap_or_default()
    }

    /// The unreachable runs of commands, in order. Empty commands, which operators without a command make, do not
    /// start, end or separate a run.
    pub fn unreachable_regions(&self) -> impl Iterator<Item = Region> {
        self.regions_outside(&self.reachable)
    }

    /// The runs of commands outside of a set, in order, as [`unreachable_regions`](Self::unreachable_regions).
    pub fn regions_outside<'c>(
        &'c self,
        reached: &'c CommandSet,
    ) -> impl Iterator<Item = Region> + use<'c, 'w> {
        let dead = |at: &usize| !reached.contains(command_at(*at));
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

    /// The successors of a node, each with its edge.
    pub fn successors(&self, node: Node) -> impl Iterator<Item = (Edge, Node)> {
        self.point(node)
            .into_iter()
            .flat_map(|point| self.graph.edges_from(point))
            .flat_map(|(edge, to)| {
                let beyond = self.graph.fork(to).iter().map(move |to| (edge, *to));
                beyond.chain((!self.graph.is_fork(to)).then_some((edge, to)))
            })
            .filter_map(|(edge, to)| Some((edge, self.node(to)?)))
    }

    /// The predecessors of a node, each with its edge.
    pub fn predecessors(&self, node: Node) -> impl Iterator<Item = (Edge, Node)> {
        self.point(node)
            .into_iter()
            .flat_map(|point| self.graph.edges_to(point))
            .flat_map(|&(edge, from)| {
                let here = [(edge, from)];
                let before = if self.graph.is_fork(from) { self.graph.edges_to(from) } else { &[] };
                here.into_iter().chain(before.iter().copied())
            })
            .filter_map(|(edge, from)| Some((edge, self.node(from)?)))
    }

    /// As [`predecessors`](Self::predecessors), without `goto`s with a computed target.
    pub fn direct_predecessors(&self, node: Node) -> impl Iterator<Item = (Edge, Node)> {
        let points = self.point(node).into_iter().flat_map(|point| self.graph.edges_to(point));
        points.filter_map(|&(edge, from)| Some((edge, self.node(from)?)))
    }

    fn point(&self, node: Node) -> Option<Point> {
        match node {
            Node::Command(command) => (command.index() < self.invocations.len()).then(|| point_of(command)),
            Node::End(ending) => Some(self.graph.end(ending)),
        }
    }

    /// The node with this number. None if it is a fork.
    fn node(&self, point: Point) -> Option<Node> {
        match self.graph.as_end(point) {
            Some(ending) => Some(Node::End(ending)),
            None => (!self.graph.is_fork(point)).then(|| Node::Command(command_at(point.number()))),
        }
    }

    /// Whether the script ends in failure when this command fails.
    #[must_use]
    pub fn failure_is_fatal(&self, command: CommandId) -> bool {
        self.graph.exits(point_of(command)).failure == Some(self.graph.end(Ending::Failed))
    }

    /// Whether this command can jump to any label.
    #[must_use]
    pub fn may_jump(&self, command: CommandId) -> bool {
        let jump = self.graph.exits(point_of(command)).jump;
        jump.is_some_and(|to| !self.graph.is_fork(to) || !self.graph.fork(to).is_empty())
    }

    /// The commands that are reachable from one of `starts`, including these.
    #[must_use]
    pub fn reachable_from(&self, starts: impl IntoIterator<Item = CommandId>) -> CommandSet {
        self.onward(starts, |_, _| true)
    }

    /// The commands that are reachable from the script's first line along the edges that `follow` accepts.
    #[must_use]
    pub fn reachable_along(&self, follow: impl Fn(CommandId, Edge) -> bool) -> CommandSet {
        self.onward(self.entry, follow)
    }

    /// The commands that are reachable from one of `starts`, including these, along the edges that `follow` accepts.
    #[must_use]
    pub fn reachable_from_along(
        &self,
        starts: impl IntoIterator<Item = CommandId>,
        follow: impl Fn(CommandId, Edge) -> bool,
    ) -> CommandSet {
        self.onward(starts, follow)
    }

    /// The commands from which one of `targets` is reachable, including these.
    #[must_use]
    pub fn reaching(&self, targets: impl IntoIterator<Item = CommandId>) -> CommandSet {
        self.closure(targets, |point, open| {
            open.extend(self.graph.edges_to(point).iter().map(|(_, from)| *from));
        })
    }

    /// The loops of the script along the edges that `follow` accepts. Takes time linear in the script's length.
    #[must_use]
    pub fn loops_along(&self, follow: impl Fn(CommandId, Edge) -> bool) -> Loops {
        if !self.graph.leads_back() {
            return Loops::default();
        }
        let commands = self.invocations.len();
        let follow =
            |point: Point, edge| point.number() >= commands || follow(command_at(point.number()), edge);
        Search::new(&self.graph, follow).loops(commands)
    }

    /// The commands from which one of `targets` is reachable along the edges that `follow` accepts, including these.
    #[must_use]
    pub fn reaching_along(
        &self,
        targets: impl IntoIterator<Item = CommandId>,
        follow: impl Fn(CommandId, Edge) -> bool,
    ) -> CommandSet {
        let is_followed = |edge: Edge, from: Point| {
            let is_command = from.number() < self.invocations.len();
            !is_command || follow(command_at(from.number()), edge)
        };
        self.closure(targets, |point, open| {
            let edges = self.graph.edges_to(point).iter();
            open.extend(edges.filter(|(edge, from)| is_followed(*edge, *from)).map(|(_, from)| *from));
        })
    }

    fn onward(
        &self,
        starts: impl IntoIterator<Item = CommandId>,
        follow: impl Fn(CommandId, Edge) -> bool,
    ) -> CommandSet {
        self.closure(starts, |point, open| {
            let is_command = point.number() < self.invocations.len();
            let edges = self.graph.edges_from(point);
            let edges = edges.filter(|(edge, _)| !is_command || follow(command_at(point.number()), *edge));
            open.extend(edges.map(|(_, to)| to));
        })
    }

    /// The transitive closure of `neighbours`, from some nodes on.
    fn closure(
        &self,
        starts: impl IntoIterator<Item = CommandId>,
        neighbours: impl Fn(Point, &mut Vec<Point>),
    ) -> CommandSet {
        let mut seen = vec![false; self.graph.len()];
        let mut open: Vec<Point> =
            starts.into_iter().filter_map(|start| self.point(Node::Command(start))).collect();
        while let Some(point) = open.pop() {
            if !std::mem::replace(&mut seen[point.number()], true) {
                neighbours(point, &mut open);
            }
        }
        seen.truncate(self.invocations.len());
        CommandSet::new(seen)
    }
}

/// The command with this number. There are fewer commands than bytes, whose offsets fit as well.
fn command_at(index: usize) -> CommandId {
    CommandId::new(u32::try_from(index).unwrap_or(u32::MAX))
}

/// The first command to run. iPXE never executes an incomplete last line.
fn entry(script: &Script<'_>) -> Option<CommandId> {
    script.commands().next().filter(|first| !first.line().is_unfinished()).map(Command::id)
}
