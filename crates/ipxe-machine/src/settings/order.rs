//! The order in which blocks are read.

use super::value::Raw;
use super::{BlockId, Settings};
use ipxe_language::value::read_integer;

impl Settings {
    /// Moves a block, and those above it, among their siblings by the setting `priority`: the highest first, otherwise
    /// in the order of creation.
    pub(super) fn reorder(&mut self, id: BlockId) {
        let mut at = Some(id);
        while let Some(id) = at {
            let Some(parent) = self.block(id).and_then(|block| block.parent) else { return };
            let siblings = self.block(parent).map(|block| block.children.clone()).unwrap_or_default();
            let mut ranked: Vec<_> =
                siblings.into_iter().map(|child| (self.priority(child), child)).collect();
            ranked.sort_by_key(|(priority, _)| std::cmp::Reverse(*priority));
            if let Some(block) = self.block_mut(parent) {
                block.children = ranked.into_iter().map(|(_, child)| child).collect();
            }
            at = Some(parent);
        }
    }

    fn priority(&self, id: BlockId) -> i64 {
        let raw = self.search(id, b"priority", None).map(|(_, _, value)| value.raw());
        match raw {
            Some(Raw::Known(raw)) => read_integer(raw, true).map_or(0, u64::cast_signed),
            _ => 0,
        }
    }
}
