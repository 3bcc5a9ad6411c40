//! The tree.

use std::{collections::BTreeSet, sync::Arc};

use ipxe_catalog::Catalog;

use ipxe_language::setting_name::SettingName;

use super::block::Block;
use super::key::Key;
use super::{BlockId, BlockKind, Value};

/// All settings: a tree of blocks, which a script can change; a copy is a snapshot.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_machine::settings::{Origin, Settings};
/// use ipxe_language::text::Text;
///
/// let mut settings = Settings::new(Catalog::new(Target::default()));
/// settings.write(b"net0/ip", &Text::from("10.0.0.1"), Origin::Context).unwrap();
/// let found = settings.read(b"ip:hexraw").unwrap();
/// assert_eq!(found.text(), &Text::from("0a000001"));
/// assert_eq!(found.full_name(), b"net0/ip:hexraw");
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) catalog: Catalog,
    /// Slots are never reused, so an id keeps its meaning. Snapshots share them until they differ.
    pub(super) blocks: Vec<Arc<Block>>,
    /// Interfaces that are open, the most recently opened one last.
    open: Vec<BlockId>,
    /// The bytes of stored values, in all blocks.
    pub(super) written: usize,
}

impl Settings {
    /// The root.
    pub const ROOT: BlockId = BlockId(0);

    /// The block of `netX` while no interface is open. It is found by its path, but a search from the root skips it.
    const NETX: BlockId = BlockId(1);

    /// Maximum number of blocks in a tree. Reading searches all of them, so this bounds the cost of a script; a machine
    /// has a few dozen.
    pub const MAX_BLOCKS: usize = 512;

    /// An empty tree for the release of this catalog, with only the root block.
    #[must_use]
    pub fn new(catalog: Catalog) -> Self {
        let root = Block::new(b"", None, BlockKind::Plain);
        let netx = Block::new(b"netX", Some(Self::ROOT), BlockKind::NoInterface);
        Self { catalog, blocks: vec![Arc::new(root), Arc::new(netx)], open: Vec::new(), written: 0 }
    }

    /// The catalog of predefined settings.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The child with that name, if there is one.
    #[must_use]
    pub fn child(&self, parent: BlockId, name: &[u8]) -> Option<BlockId> {
        let children = &self.block(parent)?.children;
        children.iter().copied().find(|id| self.block(*id).is_some_and(|block| *block.name == *name))
    }

    /// The block with that path (`net0.dhcp`); `netX` is replaced with the current interface. None if there is no such
    /// block.
    #[must_use]
    pub fn find(&self, scope: &[u8]) -> Option<BlockId> {
        let mut block = Self::ROOT;
        for (depth, name) in (SettingName { scope, name: b"", setting_type: None }).path().enumerate() {
            block = self.step(block, name, depth)?;
        }
        Some(block)
    }

    /// One component of a path.
    pub(super) fn step(&self, parent: BlockId, name: &[u8], depth: usize) -> Option<BlockId> {
        if depth == 0 && name == b"netX" {
            return Some(self.open.last().copied().unwrap_or(Self::NETX));
        }
        self.child(parent, name)
    }

    /// The child with that name, which is created if it does not exist. `None` if there are [`Settings::MAX_BLOCKS`]
    /// already.
    pub fn add(&mut self, parent: BlockId, name: &[u8], kind: BlockKind) -> Option<BlockId> {
        if let Some(known) = self.child(parent, name) {
            self.block_mut(known)?.kind = kind;
            return Some(known);
        }
        if self.blocks.len() >= Self::MAX_BLOCKS {
            return None;
        }
        let id = BlockId(u32::try_from(self.blocks.len()).ok()?);
        self.block_mut(parent)?.children.push(id);
        self.blocks.push(Arc::new(Block::new(name, Some(parent), kind)));
        Some(id)
    }

    /// Clears a block, and removes it and its children from the tree. The root stays.
    pub fn remove(&mut self, id: BlockId) {
        let Some(parent) = self.block(id).and_then(|block| block.parent) else { return };
        if let Some(parent) = self.block_mut(parent) {
            parent.children.retain(|child| *child != id);
        }
        self.open.retain(|open| *open != id);
    }

    /// Sets a value in a block, even if scripts cannot write there: a fact of the machine, or a computed value. A value
    /// that a script writes to the same block hides it. A script can overwrite and delete values of a DHCP answer.
    pub fn define(&mut self, id: BlockId, name: &[u8], value: Value) {
        let Some(kind) = self.block(id).map(|block| block.kind) else { return };
        let name = Key::new(name, kind.scope(), &self.catalog).name.into_owned().into_boxed_slice();
        let reorder = *name == *b"priority";
        let value = self.as_predefined(id, &name, value);
        if kind == BlockKind::Dhcp {
            self.replace(id, name, Some(value));
        } else if let Some(block) = self.block_mut(id) {
            block.fixed.insert(name, value);
        }
        if reorder {
            self.reorder(id);
        }
    }

    /// Removes a value of [`Settings::define`].
    pub fn undefine(&mut self, id: BlockId, name: &[u8]) {
        if let Some(block) = self.block_mut(id) {
            block.fixed.remove(name);
        }
    }

    /// Replaces an existing unknown value with a known one, or with none.
    pub fn settle(&mut self, id: BlockId, name: &[u8], value: Option<Value>) {
        let Some(block) = self.block_mut(id) else { return };
        let map = if block.stored.contains_key(name) { &mut block.stored } else { &mut block.fixed };
        match value {
            Some(value) => drop(map.insert(name.into(), value)),
            None => drop(map.remove(name)),
        }
    }

    /// The visible values of one block, by name, without its children.
    pub fn values(&self, id: BlockId) -> impl Iterator<Item = (&[u8], &Value)> {
        let block = self.block(id);
        let stored = block.into_iter().flat_map(|block| &block.stored);
        let fixed = block
            .into_iter()
            .flat_map(|block| block.fixed.iter().filter(|(name, _)| !block.stored.contains_key(*name)));
        stored.chain(fixed).map(|(name, value)| (&**name, value))
    }

    /// The children of a block, in the order in which they are searched.
    #[must_use]
    pub fn children(&self, id: BlockId) -> &[BlockId] {
        self.block(id).map_or(&[], |block| &block.children)
    }

    /// The blocks of the network interfaces, in the order in which they were added.
    pub fn interfaces(&self) -> impl Iterator<Item = BlockId> {
        let mut all = self.children(Self::ROOT).to_vec();
        all.retain(|id| self.kind(*id) == Some(BlockKind::Interface));
        all.sort_unstable();
        all.into_iter()
    }

    /// Number of bytes of the written names and values.
    #[must_use]
    pub fn written_bytes(&self) -> usize {
        self.written
    }

    /// The number of blocks: reading a setting may search all of them.
    pub(crate) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Marks the interface of that block as open: `netX` is this interface from now on.
    pub fn open_interface(&mut self, id: BlockId) {
        self.close_interface(id);
        self.open.push(id);
    }

    /// Marks the interface of that block as closed.
    pub fn close_interface(&mut self, id: BlockId) {
        self.open.retain(|open| *open != id);
    }

    /// The open interfaces, the most recently opened one last.
    #[must_use]
    pub fn open_interfaces(&self) -> &[BlockId] {
        &self.open
    }

    /// The path of a block in scripts; empty for the root.
    #[must_use]
    pub fn path(&self, id: BlockId) -> Vec<u8> {
        let up = std::iter::successors(self.block(id), |block| block.parent.and_then(|id| self.block(id)));
        let mut names: Vec<&[u8]> = up.map(|block| &*block.name).collect();
        names.pop();
        names.reverse();
        names.join(&b'.')
    }

    /// The names of all settings with a value, sorted, each once: candidates for suggestions.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&[u8]> {
        let mut names = BTreeSet::new();
        let mut next = vec![Self::ROOT];
        while let Some(block) = next.pop().and_then(|id| self.block(id)) {
            names.extend(block.stored.keys().chain(block.fixed.keys()).map(|name| &**name));
            next.extend(&block.children);
        }
        names
    }

    /// The purpose of a block. None for an id of another tree.
    #[must_use]
    pub fn kind(&self, id: BlockId) -> Option<BlockKind> {
        self.block(id).map(|block| block.kind)
    }

    pub(super) fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(usize::try_from(id.0).ok()?).map(Arc::as_ref)
    }

    pub(super) fn block_mut(&mut self, id: BlockId) -> Option<&mut Block> {
        self.blocks.get_mut(usize::try_from(id.0).ok()?).map(Arc::make_mut)
    }
}
