//! The graph as it is stored: for every command where control goes from it, and for those who go backwards the same
//! turned round.

use std::{num::NonZeroU32, sync::OnceLock};

use crate::graph::{Edge, Ending};

/// A command, an ending or a fork, by number: first the commands, each by its own number, then the endings.
///
/// A fork stands between the `goto`s with one computed target and the labels that it may be, so that the number of
/// edges is their sum and not their product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point(NonZeroU32);

impl Point {
    /// There are fewer points than bytes in a script, whose number fits as well.
    pub(crate) fn new(number: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    pub(crate) const fn number(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Where control goes from a command.
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
    /// What each fork leads to.
    forks: Vec<Vec<Point>>,
    incoming: OnceLock<Incoming>,
}

impl Graph {
    /// The graph of that many commands, without edges.
    pub(crate) fn new(commands: usize) -> Self {
        Self { exits: vec![Exits::default(); commands], forks: Vec::new(), incoming: OnceLock::new() }
    }

    pub(crate) fn end(&self, ending: Ending) -> Point {
        Point::new(self.exits.len() + ending as usize)
    }

    /// The ending that a point is.
    pub(crate) fn as_end(&self, point: Point) -> Option<Ending> {
        Ending::ALL.get(point.number().checked_sub(self.exits.len())?).copied()
    }

    /// How many points there are.
    pub(crate) fn len(&self) -> usize {
        self.first_fork() + self.forks.len()
    }

    fn first_fork(&self) -> usize {
        self.exits.len() + Ending::ALL.len()
    }

    /// Where control goes from a command; nowhere from what is none.
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

    /// What a fork leads to; nothing for what is none.
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

    /// Whether any edge leads to a point of no higher number: without, there is no loop.
    pub(crate) fn leads_back(&self) -> bool {
        let mut points = (0..self.len()).map(Point::new);
        points.any(|point| self.edges_from(point).any(|(_, to)| to.number() <= point.number()))
    }

    /// The first time takes time and memory linear in the number of edges.
    pub(crate) fn edges_to(&self, point: Point) -> &[(Edge, Point)] {
        self.incoming.get_or_init(|| Incoming::new(self)).of(point)
    }
}

/// The edges by where they lead to.
#[derive(Clone, Debug)]
struct Incoming {
    edges: Vec<(Edge, Point)>,
    /// Per point, where its edges end.
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
            // For now, where the point's edges begin.
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
