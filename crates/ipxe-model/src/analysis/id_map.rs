//! A persistent map from small numbers: the states of many commands share their common parts.

use std::rc::Rc;

const BITS: u32 = 3;
const FAN_OUT: usize = 1 << BITS;

/// Maps numbers to values. Copies are cheap and share everything; a change copies one path of the tree.
#[derive(Debug)]
pub(super) struct IdMap<T> {
    root: Option<Rc<Node<T>>>,
    /// The number of branch levels above the leaves.
    height: u32,
}

#[derive(Debug)]
enum Node<T> {
    Leaf(Slots<T>),
    Branch(Slots<Self>),
}

type Slots<S> = [Option<Rc<S>>; FAN_OUT];

/// How to merge a pair of entries of two maps.
type Merge<'m, T> = dyn FnMut(u32, Option<&Rc<T>>, Option<&Rc<T>>) -> Option<Rc<T>> + 'm;

impl<T> Clone for IdMap<T> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone(), height: self.height }
    }
}

impl<T> Default for IdMap<T> {
    fn default() -> Self {
        Self { root: None, height: 0 }
    }
}

impl<T> Clone for Node<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Leaf(values) => Self::Leaf(values.clone()),
            Self::Branch(nodes) => Self::Branch(nodes.clone()),
        }
    }
}

impl<T> Node<T> {
    fn leaf() -> Self {
        Self::Leaf([const { None }; FAN_OUT])
    }

    fn branch() -> Self {
        Self::Branch([const { None }; FAN_OUT])
    }

    /// The values in a leaf, if it is one.
    fn values<'n>(node: Option<&'n Rc<Self>>, none: &'n Slots<T>) -> &'n Slots<T> {
        match node.map(Rc::as_ref) {
            Some(Self::Leaf(values)) => values,
            _ => none,
        }
    }

    /// The nodes below a branch, if it is one.
    fn children<'n>(node: Option<&'n Rc<Self>>, none: &'n Slots<Self>) -> &'n Slots<Self> {
        match node.map(Rc::as_ref) {
            Some(Self::Branch(nodes)) => nodes,
            _ => none,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Leaf(values) => values.iter().all(Option::is_none),
            Self::Branch(nodes) => nodes.iter().all(Option::is_none),
        }
    }
}

impl<T> IdMap<T> {
    /// Whether both are the same node, without a comparison of contents.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (None, None) => true,
            (Some(left), Some(right)) => Rc::ptr_eq(left, right),
            _ => false,
        }
    }

    pub(super) fn get(&self, id: u32) -> Option<&Rc<T>> {
        let mut node = self.root.as_deref().filter(|_| self.reaches(id))?;
        let mut level = self.height;
        loop {
            match node {
                Node::Leaf(values) => return values[slot(id, 0)].as_ref(),
                Node::Branch(nodes) => node = nodes[slot(id, level)].as_deref()?,
            }
            level -= 1;
        }
    }

    /// Sets or removes the value of a key.
    pub(super) fn set(&mut self, id: u32, value: Option<Rc<T>>) {
        if value.is_none() && self.get(id).is_none() {
            return;
        }
        while !self.reaches(id) {
            self.grow();
        }
        let height = self.height;
        let root = self.root.get_or_insert_with(|| Rc::new(empty(height)));
        put(root, height, id, value);
        if root.is_empty() {
            *self = Self::default();
        }
    }

    /// All entries, in ascending order.
    pub(super) fn for_each(&self, visit: &mut dyn FnMut(u32, &Rc<T>)) {
        if let Some(root) = &self.root {
            each(root, self.height, 0, visit);
        }
    }

    /// Replaces every entry by the result of `change`.
    pub(super) fn update(&mut self, change: impl Fn(&Rc<T>) -> Option<Rc<T>>) {
        let mut merge = |_, value: Option<&Rc<T>>, _: Option<&Rc<T>>| change(value?);
        let merged = merge_nodes(self.root.as_ref(), None, self.height, 0, false, &mut merge);
        self.root = merged;
    }

    /// Merges another map into this one. Calls `merge` for all keys where either map has an entry, except in subtrees
    /// that both share. Returns whether anything changed.
    pub(super) fn merge(&mut self, other: &Self, merge: &mut Merge<'_, T>) -> bool {
        if self.is_same(other) {
            return false;
        }
        while self.height < other.height {
            self.grow();
        }
        let mut other = other.clone();
        while other.height < self.height {
            other.grow();
        }
        let merged = merge_nodes(self.root.as_ref(), other.root.as_ref(), self.height, 0, true, merge);
        let merged = Self { root: merged, height: self.height };
        let changed = !merged.is_same(self);
        *self = merged;
        changed
    }

    fn reaches(&self, id: u32) -> bool {
        id.checked_shr(BITS * (self.height + 1)).unwrap_or(0) == 0
    }

    fn grow(&mut self) {
        self.height += 1;
        self.root = self.root.take().map(|old| {
            let mut nodes = [const { None }; FAN_OUT];
            nodes[0] = Some(old);
            Rc::new(Node::Branch(nodes))
        });
    }
}

fn slot(id: u32, level: u32) -> usize {
    (id >> (BITS * level)) as usize % FAN_OUT
}

fn empty<T>(height: u32) -> Node<T> {
    if height == 0 { Node::leaf() } else { Node::branch() }
}

fn put<T>(node: &mut Rc<Node<T>>, height: u32, id: u32, value: Option<Rc<T>>) {
    match Rc::make_mut(node) {
        Node::Leaf(values) => values[slot(id, 0)] = value,
        Node::Branch(nodes) => {
            let place = &mut nodes[slot(id, height)];
            let child = place.get_or_insert_with(|| Rc::new(empty(height - 1)));
            put(child, height - 1, id, value);
            if child.is_empty() {
                *place = None;
            }
        }
    }
}

fn each<T>(node: &Node<T>, height: u32, first: u32, visit: &mut dyn FnMut(u32, &Rc<T>)) {
    let ids = (0..).map(|at: u32| first | at << (BITS * height));
    match node {
        Node::Leaf(values) => {
            for (value, id) in values.iter().zip(ids) {
                if let Some(value) = value {
                    visit(id, value);
                }
            }
        }
        Node::Branch(nodes) => {
            for (child, id) in nodes.iter().zip(ids) {
                if let Some(child) = child {
                    each(child, height - 1, id, visit);
                }
            }
        }
    }
}

/// The merged node: the left one itself if nothing in it changed, or the right one itself if the result equals it.
fn merge_nodes<T>(
    left: Option<&Rc<Node<T>>>,
    right: Option<&Rc<Node<T>>>,
    height: u32,
    first: u32,
    skip_shared: bool,
    merge: &mut Merge<'_, T>,
) -> Option<Rc<Node<T>>> {
    let id = |at: usize| first | u32::try_from(at).unwrap_or_default() << (BITS * height);
    let merged = if height == 0 {
        let none = [const { None }; FAN_OUT];
        let (old, new) = (Node::values(left, &none), Node::values(right, &none));
        merge_slots(old, new, skip_shared, |at, old, new| merge(id(at), old, new)).map(Node::Leaf)
    } else {
        let none = [const { None }; FAN_OUT];
        let (old, new) = (Node::children(left, &none), Node::children(right, &none));
        let merge = |at, old: Option<&_>, new: Option<&_>| {
            merge_nodes(old, new, height - 1, id(at), skip_shared, merge)
        };
        merge_slots(old, new, skip_shared, merge).map(Node::Branch)
    };
    match merged {
        Merged::Old => left.cloned(),
        Merged::New => right.cloned(),
        Merged::Other(node) => (!node.is_empty()).then(|| Rc::new(node)),
    }
}

/// The result of merging two nodes or their slots.
enum Merged<S> {
    Old,
    New,
    Other(S),
}

impl<S> Merged<S> {
    fn map<N>(self, make: impl FnOnce(S) -> N) -> Merged<N> {
        match self {
            Self::Old => Merged::Old,
            Self::New => Merged::New,
            Self::Other(slots) => Merged::Other(make(slots)),
        }
    }
}

/// Merges different slots. Copies nothing while all of the result equals one side.
fn merge_slots<S>(
    old: &Slots<S>,
    new: &Slots<S>,
    skip_shared: bool,
    mut merge: impl FnMut(usize, Option<&Rc<S>>, Option<&Rc<S>>) -> Option<Rc<S>>,
) -> Merged<Slots<S>> {
    let mut so_far = None;
    for (at, (old_slot, new_slot)) in old.iter().zip(new).enumerate() {
        if old_slot.is_none() && new_slot.is_none()
            || skip_shared && is_same(old_slot.as_ref(), new_slot.as_ref())
        {
            continue;
        }
        let merged = merge(at, old_slot.as_ref(), new_slot.as_ref());
        let is_old = is_same(old_slot.as_ref(), merged.as_ref());
        let is_new = is_same(new_slot.as_ref(), merged.as_ref());
        so_far = Some(match so_far {
            None | Some(Merged::Old) if is_old => Merged::Old,
            None | Some(Merged::New) if is_new => Merged::New,
            None | Some(Merged::Old) => Merged::Other(with(old.clone(), at, merged)),
            Some(Merged::New) => Merged::Other(with(new.clone(), at, merged)),
            Some(Merged::Other(slots)) => Merged::Other(with(slots, at, merged)),
        });
    }
    so_far.unwrap_or(Merged::Old)
}

fn with<S>(mut slots: Slots<S>, at: usize, value: Option<Rc<S>>) -> Slots<S> {
    slots[at] = value;
    slots
}

fn is_same<T>(left: Option<&Rc<T>>, right: Option<&Rc<T>>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => Rc::ptr_eq(left, right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn entries(map: &IdMap<u32>) -> BTreeMap<u32, u32> {
        let mut entries = BTreeMap::new();
        map.for_each(&mut |id, value| _ = entries.insert(id, **value));
        entries
    }

    fn map_of(changes: &[(u32, Option<u32>)]) -> (IdMap<u32>, BTreeMap<u32, u32>) {
        let (mut map, mut model) = (IdMap::default(), BTreeMap::new());
        for (id, value) in changes {
            map.set(*id, value.map(Rc::new));
            match value {
                Some(value) => _ = model.insert(*id, *value),
                None => _ = model.remove(id),
            }
        }
        (map, model)
    }

    fn changes() -> impl Strategy<Value = Vec<(u32, Option<u32>)>> {
        let id = prop_oneof![0..40_u32, 0..5000_u32, Just(u32::MAX)];
        prop::collection::vec((id, prop::option::weighted(0.8, 0..9_u32)), 0..40)
    }

    proptest! {
        #[test]
        fn it_is_a_map(changes in changes()) {
            let (map, model) = map_of(&changes);
            prop_assert_eq!(entries(&map), model.clone());
            for (id, _) in changes {
                prop_assert_eq!(map.get(id).map(|value| **value), model.get(&id).copied());
            }
        }

        #[test]
        fn merging_takes_the_greater_of_both(left in changes(), right in changes()) {
            let ((mut map, model), (other, other_model)) = (map_of(&left), map_of(&right));
            let changed = map.merge(&other, &mut |_, left, right| {
                let greatest = left.max(right)?;
                Some(Rc::clone(left.filter(|left| *left == greatest).unwrap_or(greatest)))
            });
            let mut expected = model.clone();
            for (id, value) in other_model {
                let entry = expected.entry(id).or_insert(value);
                *entry = value.max(*entry);
            }
            prop_assert_eq!(changed, expected != model);
            prop_assert_eq!(entries(&map), expected);
        }
    }
}
