//! Loops: commands that are reachable from each other.

use ipxe_syntax::CommandId;

use crate::graph::edges::{Graph, Point};

/// The loops of a script: its strongly connected components.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loops {
    /// Per command, the number of its loop. None if control never returns to it.
    loop_of: Vec<Option<u32>>,
}

impl Loops {
    /// The number of the loop that contains a command. Commands with the same number are reachable from each other.
    /// None if control never returns to it.
    #[must_use]
    pub fn of(&self, command: CommandId) -> Option<u32> {
        self.loop_of.get(command.index()).copied().flatten()
    }
}

/// A node during the search, and the number of nodes on the stack when it was entered.
struct Frame {
    point: Point,
    pending: usize,
}

/// Tarjan's search for strongly connected components, with an explicit stack.
pub(crate) struct Search<'g, F> {
    graph: &'g Graph,
    follow: F,
    /// Per node, the order in which it was found; 0 if it was not.
    found: Vec<u32>,
    /// Per node, the earliest open node that is reachable from it.
    low: Vec<u32>,
    /// The nodes whose loops are not known yet.
    open: Vec<Point>,
    is_open: Vec<bool>,
    frames: Vec<Frame>,
    pending: Vec<Point>,
    time: u32,
    loop_of: Vec<Option<u32>>,
}

impl<'g, F: Fn(Point, crate::graph::Edge) -> bool> Search<'g, F> {
    /// A search along the edges that `follow` accepts.
    pub(crate) fn new(graph: &'g Graph, follow: F) -> Self {
        let points = graph.len();
        Self {
            graph,
            follow,
            found: vec![0; points],
            low: vec![0; points],
            open: Vec::new(),
            is_open: vec![false; points],
            frames: Vec::new(),
            pending: Vec::new(),
            time: 0,
            loop_of: vec![None; points],
        }
    }

    /// The loops of the first nodes, which are the commands.
    pub(crate) fn loops(mut self, commands: usize) -> Loops {
        for start in (0..commands).map(Point::new) {
            if self.found[start.number()] == 0 {
                self.enter(start);
                while let Some(frame) = self.frames.last() {
                    self.go_on(frame.point, frame.pending);
                }
            }
        }
        self.loop_of.truncate(commands);
        Loops { loop_of: self.loop_of }
    }

    fn enter(&mut self, point: Point) {
        self.time += 1;
        self.found[point.number()] = self.time;
        self.low[point.number()] = self.time;
        self.is_open[point.number()] = true;
        self.open.push(point);
        self.frames.push(Frame { point, pending: self.pending.len() });
        let edges = self.graph.edges_from(point).filter(|(edge, _)| (self.follow)(point, *edge));
        self.pending.extend(edges.map(|(_, to)| to));
    }

    fn go_on(&mut self, point: Point, pending: usize) {
        if self.pending.len() == pending {
            return self.leave(point);
        }
        let Some(next) = self.pending.pop() else { return };
        if self.found[next.number()] == 0 {
            self.enter(next);
        } else if self.is_open[next.number()] {
            self.lower(point, self.found[next.number()]);
        }
    }

    fn leave(&mut self, point: Point) {
        self.frames.pop();
        let low = self.low[point.number()];
        if let Some(parent) = self.frames.last() {
            self.lower(parent.point, low);
        }
        if low == self.found[point.number()] {
            self.close(point);
        }
    }

    fn lower(&mut self, point: Point, low: u32) {
        let own = &mut self.low[point.number()];
        *own = low.min(*own);
    }

    /// All nodes that were found since this one form a loop with it, unless it is alone.
    fn close(&mut self, first: Point) {
        let returns = || {
            let edges = self.graph.edges_from(first);
            edges.into_iter().any(|(edge, to)| to == first && (self.follow)(first, edge))
        };
        let is_loop = self.open.last() != Some(&first) || returns();
        let number = self.found[first.number()];
        while let Some(point) = self.open.pop() {
            self.is_open[point.number()] = false;
            if is_loop {
                self.loop_of[point.number()] = Some(number);
            }
            if point == first {
                break;
            }
        }
    }
}
