//! The graph of all paths.

use std::collections::HashSet;

use super::ways::Ways;

/// The graph of all paths. A node is a section without a question; the first one is the beginning of the script.
#[derive(Default)]
pub(super) struct Graph {
    /// Per node, its edges.
    edges: Vec<Vec<Edge>>,
}

/// The node to which an edge leads, and its question and answer, if it has them.
type Edge = (usize, Option<(usize, usize)>);

impl Graph {
    pub(super) fn node(&mut self) -> usize {
        self.edges.push(Vec::new());
        self.edges.len() - 1
    }

    pub(super) fn len(&self) -> usize {
        self.edges.len()
    }

    pub(super) fn connect(&mut self, from: usize, to: usize, answer: Option<(usize, usize)>) {
        if let Some(edges) = self.edges.get_mut(from) {
            edges.push((to, answer));
        }
    }

    /// The nodes in topological order, without back edges.
    fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.len());
        let mut seen = vec![false; self.len()];
        // The last edge first, because the order is reversed: earlier questions come first.
        let mut stack = vec![(0, self.edges.first().map_or(0, Vec::len))];
        seen.iter_mut().take(1).for_each(|root| *root = true);
        while let Some((node, left)) = stack.pop() {
            let Some(next) = left.checked_sub(1) else {
                order.push(node);
                continue;
            };
            stack.push((node, next));
            let Some((to, _)) = self.edges.get(node).and_then(|edges| edges.get(next)) else { continue };
            if let Some(seen) = seen.get_mut(*to).filter(|seen| !**seen) {
                *seen = true;
                stack.push((*to, self.edges.get(*to).map_or(0, Vec::len)));
            }
        }
        order.reverse();
        order
    }

    /// The nodes in order, and the paths to those that are `wanted`. `count`: the number of answers to a question.
    ///
    /// A back edge adds nothing: its path has visited the node before.
    pub(super) fn ways(
        &self,
        wanted: &HashSet<usize>,
        count: impl Fn(usize) -> usize,
    ) -> (Vec<usize>, Vec<Ways>) {
        let order = self.order();
        let mut places = vec![0; self.len()];
        for (place, node) in order.iter().enumerate() {
            places.iter_mut().skip(*node).take(1).for_each(|known| *known = place);
        }
        let mut all = vec![Ways::default(); self.len()];
        all.iter_mut().take(1).for_each(|root| *root = Ways::free());
        for node in &order {
            let Some(mut ways) = all.get_mut(*node).map(std::mem::take) else { continue };
            if ways.all.len() > 1 {
                ways.simplify(&count);
            }
            for (to, answer) in self.edges.get(*node).into_iter().flatten() {
                if places.get(*to) > places.get(*node)
                    && let Some(target) = all.get_mut(*to)
                {
                    target.add(&ways, *answer);
                }
            }
            if wanted.contains(node) {
                all.iter_mut().skip(*node).take(1).for_each(|own| *own = std::mem::take(&mut ways));
            }
        }
        (order, all)
    }
}
