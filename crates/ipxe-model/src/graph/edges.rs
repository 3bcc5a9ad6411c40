//! Storage of the graph: the edges out of each command, and the reverse edges for backward searches.

use std::{num::NonZeroU32, sync::OnceLock};

use crate::graph::{Edge, Ending};

/// A command, an ending or a fork, by number: first the commands with their own numbers, then the endings, then the
/// forks.
///
/// A fork is between the `goto`s with one computed target and the labels that it may match. So the number of edges is
/// the sum of both, not the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point(NonZeroU32);

impl Point {
    /// There are fewer nodes than bytes in a script, whose offsets fit as well.
    pub(crate) fn new(number: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    pub(crate) const fn number(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The edges out of a command.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Exits {
    pub(crate) success: Option<Point>,
    pub(crate) failure: Option<Point>,
    /// The line or the fork that it jumps to.
    pub(crate) jump: Option<Point>,
    pub(crate) ends: Option<Ending>,
}

const _: () = assert!(size_of::<Exits>() == 16); // every command has them

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    exits: Vec<Exits>,
    /// The targets of each fork.
    forks: Vec<Vec<Point>>,
    incoming: OnceLock<Incoming>,
}

impl Graph {
    /// The graph of this many commands, without edges.
    pub(crate) fn new(commands: usize) -> Self {
        Self { exits: vec![Exits::default(); commands], forks: Vec::new(), incoming: OnceLock::new() }
    }

    pub(crate) fn end(&self, ending: Ending) -> Point {
        Point::new(self.exits.len() + ending as usize)
    }

    /// The ending with this number. None if it is not an ending.
    pub(crate) fn as_end(&self, point: Point) -> Option<Ending> {
        Ending::ALL.get(point.number().checked_sub(self.exits.len())?).copied()
    }

    /// The number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.first_fork() + self.forks.len()
    }

    fn first_fork(&self) -> usize {
        self.exits.len() + Ending::ALL.len()
    }

    /// The edges out of a command. None for nodes that are not commands.
    pub(crate) fn exits(&self, command: Point) -> Exits {
        self.exits.get(command.number()).copied().unwrap_or_default()
    }

    pub(crate) fn set_exits(&mut self, command: Point, exits: Exits) {
        if let Some(entry) = self.exits.get_mut(command.number()) {
            *entry = exits;
            self.incoming = OnceLock::new();
        }
    }

    pub(crate) fn add_fork(&mut self, targets: Vec<Point>) -> Point {
        self.forks.push(targets);
        Point::new(self.len() - 1)
    }

    /// The targets of a fork. Empty if the node is not a fork.
    pub(crate) fn fork(&self, point: Point) -> &[Point] {
        let fork = point.number().checked_sub(self.first_fork());
        fork.and_then(|at| self.forks.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Whether it is a fork.
    pub(crate) fn is_fork(&self, point: Point) -> bool {
        point.number() >= self.first_fork()
    }

    pub(crate) fn edges_from(&self, point: Point) -> impl Iterator<Item = (Edge, Point)> {
        let Exits { success, failure, jump, ends } = self.exits(point);
        let ends = ends.map(|ending| self.end(ending));
        let exits = [
            success.map(|to| (Edge::Success, to)),
            failure.map(|to| (Edge::Failure, to)),
            jump.map(|to| (Edge::Jump, to)),
            ends.map(|to| (Edge::End, to)),
        ];
        exits.into_iter().flatten().chain(self.fork(point).iter().map(|to| (Edge::Jump, *to)))
    }

    /// Whether any edge leads to a node with a lower or equal number: without such an edge there is no loop.
    pub(crate) fn leads_back(&self) -> bool {
        let mut points = (0..self.len()).map(Point::new);
        points.any(|point| self.edges_from(point).any(|(_, to)| to.number() <= point.number()))
    }

    /// The first call takes time and memory linear in the number of edges.
    pub(crate) fn edges_to(&self, point: Point) -> &[(Edge, Point)] {
        self.incoming.get_or_init(|| Incoming::new(self)).of(point)
    }
}

/// The edges by their targets.
#[derive(Clone, Debug)]
struct Incoming {
    edges: Vec<(Edge, Point)>,
    /// Per node, the end of its edges in the list.
    ends: Vec<u32>,
}

impl Incoming {
    fn new(graph: &Graph) -> Self {
        let all = || {
            (0..graph.len())
                .map(Point::new)
                .flat_map(|from| graph.edges_from(from).map(move |edge| (from, edge)))
        };
        let mut ends = vec![0_u32; graph.len()];
        for (_, (_, to)) in all() {
            ends[to.number()] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // For now, the start of the node's edges.
            sum += std::mem::replace(end, sum);
        }
        let mut edges = vec![(Edge::Jump, Point::new(0)); sum as usize];
        for (from, (edge, to)) in all() {
            let next = &mut ends[to.number()];
            edges[*next as usize] = (edge, from);
            *next += 1;
        }
        Self { edges, ends }
    }

    fn of(&self, point: Point) -> &[(Edge, Point)] {
        let end = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let start = point.number().checked_sub(1).map_or(0, end);
        self.edges.get(start..end(point.number())).unwrap_or_default()
    }
}
