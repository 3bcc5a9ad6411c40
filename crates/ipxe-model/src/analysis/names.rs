//! Names of images and menus.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

/// The number of a name.
pub(super) type NameId = u32;

/// The names of the images and menus in a script, each with its number.
#[derive(Debug, Default)]
pub(super) struct Names(RefCell<Table>);

#[derive(Debug)]
struct Table {
    ids: HashMap<Rc<[u8]>, NameId>,
    names: Vec<Rc<[u8]>>,
}

impl Default for Table {
    fn default() -> Self {
        // The first number belongs to no name.
        Self { ids: HashMap::default(), names: vec![Rc::default()] }
    }
}

impl Names {
    /// No name, which is different from an empty name.
    pub(super) const UNNAMED: NameId = 0;

    pub(super) fn id(&self, name: &[u8]) -> NameId {
        let mut table = self.0.borrow_mut();
        if let Some(id) = table.ids.get(name) {
            return *id;
        }
        let id = NameId::try_from(table.names.len()).unwrap_or(NameId::MAX);
        let name: Rc<[u8]> = name.into();
        table.ids.insert(Rc::clone(&name), id);
        table.names.push(name);
        id
    }

    pub(super) fn find(&self, name: &[u8]) -> Option<NameId> {
        self.0.borrow().ids.get(name).copied()
    }

    pub(super) fn name(&self, id: NameId) -> Rc<[u8]> {
        self.0.borrow().names.get(id as usize).cloned().unwrap_or_default()
    }
}
