//! The graph of all ways.

use std::collections::HashSet;

use super::ways::Ways;

/// The graph of all ways. A node is a stretch without a question; the first one is where the script begins.
#[derive(Default)]
pub(super) struct Graph {
    /// Per node, where it leads to.
    edges: Vec<Vec<Edge>>,
}

/// The node that an edge leads to, and the question and answer by which it does, if there was one.
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

    /// The nodes, each after all that lead to it but for what goes back.
    fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.len());
        let mut seen = vec![false; self.len()];
        // The last edge first, as the order is turned round: what was asked first comes first.
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

    /// The nodes in order, and the ways to those that are `wanted`. `count`: how many answers a question has.
    ///
    /// What goes back to where it came from adds nothing: whoever gets there was there before.
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
