//! The tree.

use std::{collections::BTreeSet, sync::Arc};

use ipxe_catalog::Catalog;

use ipxe_language::setting_name::SettingName;

use super::block::Block;
use super::key::Key;
use super::{BlockId, BlockKind, Value};

/// All settings: a tree of blocks. Mutable, as a script changes it; a copy is a snapshot.
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
    /// Slots are never reused, so that an id stays what it was.
    /// Shared by snapshots until they differ.
    pub(super) blocks: Vec<Arc<Block>>,
    /// Interfaces that are open, the most recently opened one last.
    open: Vec<BlockId>,
    /// Bytes of what is stored, in all blocks.
    pub(super) written: usize,
}

impl Settings {
    /// The root.
    pub const ROOT: BlockId = BlockId(0);

    /// What `netX` is while no interface is open. It is found by its path, but not looked through from the root.
    const NETX: BlockId = BlockId(1);

    /// How many blocks a tree can have. Reading looks through all of them, so this bounds what a script
    /// can make it cost; a machine has a few dozen.
    pub const MAX_BLOCKS: usize = 512;

    /// A tree that knows what the release of this catalog knows, with nothing set and no block but the root.
    #[must_use]
    pub fn new(catalog: Catalog) -> Self {
        let root = Block::new(b"", None, BlockKind::Plain);
        let netx = Block::new(b"netX", Some(Self::ROOT), BlockKind::NoInterface);
        Self { catalog, blocks: vec![Arc::new(root), Arc::new(netx)], open: Vec::new(), written: 0 }
    }

    /// What the settings are predefined by.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The child of that name, if there is one.
    #[must_use]
    pub fn child(&self, parent: BlockId, name: &[u8]) -> Option<BlockId> {
        let children = &self.block(parent)?.children;
        children.iter().copied().find(|id| self.block(*id).is_some_and(|block| *block.name == *name))
    }

    /// The block of that path (`net0.dhcp`), `netX` followed to the interface that it stands for.
    #[must_use]
    pub fn find(&self, scope: &[u8]) -> Option<BlockId> {
        let mut block = Self::ROOT;
        for (depth, name) in (SettingName { scope, name: b"", setting_type: None }).path().enumerate() {
            block = self.step(block, name, depth)?;
        }
        Some(block)
    }

    /// One step down a path.
    pub(super) fn step(&self, parent: BlockId, name: &[u8], depth: usize) -> Option<BlockId> {
        if depth == 0 && name == b"netX" {
            return Some(self.open.last().copied().unwrap_or(Self::NETX));
        }
        self.child(parent, name)
    }

    /// The child of that name, made if there is none. `None` when there are [`Settings::MAX_BLOCKS`] already.
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

    /// Empties a block and takes it, and all below it, out of the tree. The root stays.
    pub fn remove(&mut self, id: BlockId) {
        let Some(parent) = self.block(id).and_then(|block| block.parent) else { return };
        if let Some(parent) = self.block_mut(parent) {
            parent.children.retain(|child| *child != id);
        }
        self.open.retain(|open| *open != id);
    }

    /// Puts a value into a block whatever may be written there: a fact of the machine, or something computed. A
    /// value that a script wrote to the same block hides it. What a DHCP server answered, a script can overwrite, and
    /// take away.
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

    /// Takes back what [`Settings::define`] put there.
    pub fn undefine(&mut self, id: BlockId, name: &[u8]) {
        if let Some(block) = self.block_mut(id) {
            block.fixed.remove(name);
        }
    }

    /// Puts a known value, or none, in the place of one that is there: what was unknown has turned out.
    pub fn settle(&mut self, id: BlockId, name: &[u8], value: Option<Value>) {
        let Some(block) = self.block_mut(id) else { return };
        let map = if block.stored.contains_key(name) { &mut block.stored } else { &mut block.fixed };
        match value {
            Some(value) => drop(map.insert(name.into(), value)),
            None => drop(map.remove(name)),
        }
    }

    /// The values that show in one block, by name; not those of the blocks below it.
    pub fn values(&self, id: BlockId) -> impl Iterator<Item = (&[u8], &Value)> {
        let block = self.block(id);
        let stored = block.into_iter().flat_map(|block| &block.stored);
        let fixed = block
            .into_iter()
            .flat_map(|block| block.fixed.iter().filter(|(name, _)| !block.stored.contains_key(*name)));
        stored.chain(fixed).map(|(name, value)| (&**name, value))
    }

    /// The blocks directly below one, in the order in which they are read.
    #[must_use]
    pub fn children(&self, id: BlockId) -> &[BlockId] {
        self.block(id).map_or(&[], |block| &block.children)
    }

    /// The blocks of the network interfaces, in the order in which they came.
    pub fn interfaces(&self) -> impl Iterator<Item = BlockId> {
        let mut all = self.children(Self::ROOT).to_vec();
        all.retain(|id| self.kind(*id) == Some(BlockKind::Interface));
        all.sort_unstable();
        all.into_iter()
    }

    /// How many bytes the names and values take that were written.
    #[must_use]
    pub fn written_bytes(&self) -> usize {
        self.written
    }

    /// How many blocks there are: reading a setting may look through all of them.
    pub(crate) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// The interface in that block was opened: `netX` stands for it from now on.
    pub fn open_interface(&mut self, id: BlockId) {
        self.close_interface(id);
        self.open.push(id);
    }

    /// The interface in that block was closed.
    pub fn close_interface(&mut self, id: BlockId) {
        self.open.retain(|open| *open != id);
    }

    /// Interfaces that are open, the most recently opened one last.
    #[must_use]
    pub fn open_interfaces(&self) -> &[BlockId] {
        &self.open
    }

    /// The path of a block as scripts write it, empty for the root.
    #[must_use]
    pub fn path(&self, id: BlockId) -> Vec<u8> {
        let up = std::iter::successors(self.block(id), |block| block.parent.and_then(|id| self.block(id)));
        let mut names: Vec<&[u8]> = up.map(|block| &*block.name).collect();
        names.pop();
        names.reverse();
        names.join(&b'.')
    }

    /// The names that have a value somewhere in the tree, sorted, each once: what a near miss may have meant.
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

    /// What a block is for.
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
