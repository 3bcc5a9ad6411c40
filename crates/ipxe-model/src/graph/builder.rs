//! Builds the graph: one node per command, with edges for the operators and the effects of the commands.

use foldhash::HashMap;
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_syntax::{Command, CommandId, Label, LineId, OperatorKind, Script};

use crate::graph::{
    Ending, Labels,
    edges::{Exits, Graph, Point},
    transfer::transfer,
};

/// The maximum cost of all computed `goto`s, in label comparisons. After that, further ones may jump to any label.
/// Scripts that people write need less; it keeps the time for other input linear.
const COMPARISONS: usize = 1 << 20;

pub(crate) struct Builder<'a, 's, 'w> {
    script: &'a Script<'s>,
    invocations: &'a [Invocation<'w>],
    labels: &'a Labels<'a>,
    graph: Graph,
    /// Per line, the first node that runs from its beginning: blank lines lead to the next line.
    line_starts: Vec<Point>,
    /// The forks of the computed targets so far.
    forks: HashMap<&'w Text<'w>, Point>,
    any_label: Option<Point>,
    comparisons: usize,
    /// The lines whose labels may be the target of a `goto`.
    targets: Vec<bool>,
}

/// The result of the builder.
pub(crate) struct Drawing {
    pub(crate) graph: Graph,
    /// Per line, whether its label may be the target of a `goto`.
    pub(crate) targets: Vec<bool>,
}

impl<'a, 's, 'w> Builder<'a, 's, 'w> {
    pub(crate) fn new(
        script: &'a Script<'s>,
        invocations: &'a [Invocation<'w>],
        labels: &'a Labels<'a>,
    ) -> Self {
        let graph = Graph::new(invocations.len());
        let line_starts = line_starts(script, &graph);
        Self {
            script,
            invocations,
            labels,
            graph,
            line_starts,
            forks: HashMap::default(),
            any_label: None,
            comparisons: 0,
            targets: vec![false; script.lines().len()],
        }
    }

    pub(crate) fn build(mut self) -> Drawing {
        for line in self.script.lines() {
            let next_line = self.line_start(line.id().index() + 1);
            // The next node after success and after failure of the previous command, in a backward pass.
            let mut after_success = next_line;
            let mut after_failure = self.graph.end(Ending::Failed);
            for command in line.commands().rev() {
                self.command(command, after_success, after_failure);
                let point = point_of(command.id());
                match command.operator().map(|operator| operator.kind) {
                    Some(OperatorKind::And) => after_success = point,
                    Some(OperatorKind::Or) => after_failure = point,
                    Some(OperatorKind::Then) => (after_success, after_failure) = (point, point),
                    None => {}
                }
            }
        }
        Drawing { graph: self.graph, targets: self.targets }
    }

    fn command(&mut self, command: Command<'a, 's>, after_success: Point, after_failure: Point) {
        let invocations = self.invocations;
        let Some(invocation) = invocations.get(command.id().index()) else { return };
        let transfer = transfer(invocation);
        let jump = transfer.jumps_to.and_then(|target| self.target(target));
        // `goto` always finds an existing label.
        let name = transfer.jumps_to.and_then(Text::as_known);
        let is_found = name.is_some_and(|name| self.labels.line(name).is_some()) && !transfer.is_refused;
        let exits = Exits {
            success: transfer.success.then_some(after_success),
            failure: (transfer.failure && !is_found).then_some(after_failure),
            jump,
            ends: transfer.ends,
        };
        self.graph.set_exits(point_of(command.id()), exits);
    }

    /// The target of a `goto`. None if no label matches.
    fn target(&mut self, target: &'w Text<'w>) -> Option<Point> {
        if let Some(name) = target.as_known() {
            match self.labels.line(name) {
                None if self.labels.may_be_named(name) => {}
                line => return line.map(|line| self.jump_to(line)),
            }
        }
        if let Some(&fork) = self.forks.get(target) {
            return Some(fork);
        }
        self.comparisons += self.script.lines().len();
        if self.comparisons > COMPARISONS {
            return Some(self.any_label());
        }
        let fork = self.fork(|labels, label| labels.may_mean(target, label));
        self.forks.insert(target, fork);
        Some(fork)
    }

    fn any_label(&mut self) -> Point {
        let fork = self.any_label.unwrap_or_else(|| self.fork(Labels::is_first));
        self.any_label = Some(fork);
        fork
    }

    fn fork(&mut self, may_be: impl Fn(&Labels<'a>, Label<'_, '_>) -> bool) -> Point {
        let (script, labels) = (self.script, self.labels);
        let meant = script.labels().filter(|label| may_be(labels, *label));
        let targets = meant.map(|label| self.jump_to(label.line())).collect();
        self.graph.add_fork(targets)
    }

    /// The target of a jump to that line's label.
    fn jump_to(&mut self, line: LineId) -> Point {
        if let Some(target) = self.targets.get_mut(line.index()) {
            *target = true;
        }
        self.line_start(line.index())
    }

    fn line_start(&self, line: usize) -> Point {
        self.line_starts.get(line).copied().unwrap_or(self.graph.end(Ending::RanThrough))
    }
}

/// The node number of a command.
pub(crate) fn point_of(command: CommandId) -> Point {
    Point::new(command.index())
}

fn line_starts(script: &Script<'_>, graph: &Graph) -> Vec<Point> {
    let mut next = graph.end(Ending::RanThrough);
    let mut starts = vec![next; script.lines().len()];
    for (start, line) in starts.iter_mut().zip(script.lines()).rev() {
        // iPXE never executes an incomplete last line, and fails instead.
        next = match line.commands().next() {
            _ if line.is_unfinished() => graph.end(Ending::Failed),
            Some(command) => point_of(command.id()),
            None => next,
        };
        *start = next;
    }
    starts
}
