//! Equality of trees from the view of a script.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use super::block::Block;
use super::{Settings, Value};

type Values = BTreeMap<Box<[u8]>, Value>;

/// Equal if no script could distinguish them: the origins of values are ignored.
impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
            && self.open_interfaces() == other.open_interfaces()
            && self.blocks.len() == other.blocks.len()
            && self.blocks.iter().zip(&other.blocks).all(|(left, right)| same_block(left, right))
    }
}

impl Eq for Settings {}

impl Hash for Settings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.open_interfaces().hash(state);
        for block in &self.blocks {
            block.children.hash(state);
            for (name, value) in block.stored.iter().chain(&block.fixed) {
                (name, value.visible()).hash(state);
            }
        }
    }
}

fn same_block(left: &Block, right: &Block) -> bool {
    let place = |block: &Block| (block.parent, block.kind);
    // Snapshots share unchanged parts.
    std::ptr::eq(left, right)
        || place(left) == place(right)
            && left.name == right.name
            && left.children == right.children
            && same_values(&left.stored, &right.stored)
            && same_values(&left.fixed, &right.fixed)
}

fn same_values(left: &Values, right: &Values) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.0 == right.0 && left.1.visible() == right.1.visible())
}
