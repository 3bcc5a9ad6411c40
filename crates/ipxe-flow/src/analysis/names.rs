//! Names of images and menus.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The number of a name.
pub(super) type NameId = u32;

/// The names of images and menus that turn up, each with its number.
#[derive(Debug, Default)]
pub(super) struct Names(RefCell<Table>);

#[derive(Debug, Default)]
struct Table {
    ids: HashMap<Arc<[u8]>, NameId>,
    names: Vec<Arc<[u8]>>,
}

impl Names {
    pub(super) fn id(&self, name: &[u8]) -> NameId {
        let mut table = self.0.borrow_mut();
        if let Some(id) = table.ids.get(name) {
            return *id;
        }
        let id = NameId::try_from(table.names.len()).unwrap_or(NameId::MAX);
        let name: Arc<[u8]> = name.into();
        table.ids.insert(Arc::clone(&name), id);
        table.names.push(name);
        id
    }

    pub(super) fn find(&self, name: &[u8]) -> Option<NameId> {
        self.0.borrow().ids.get(name).copied()
    }

    pub(super) fn name(&self, id: NameId) -> Arc<[u8]> {
        self.0.borrow().names.get(id as usize).cloned().unwrap_or_default()
    }
}
