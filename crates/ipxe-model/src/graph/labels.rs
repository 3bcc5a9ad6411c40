use std::collections::hash_map::Entry;

use foldhash::HashMap;
use ipxe_syntax::{Label, LineId, Script};

/// The labels of a script as `goto` finds them: byte for byte, the first of each name.
#[derive(Clone, Debug, Default)]
pub struct Labels<'a> {
    first: HashMap<&'a [u8], LineId>,
    /// The lines whose labels have the name of an earlier one, in order.
    seconds: Vec<LineId>,
}

impl<'a> Labels<'a> {
    pub(crate) fn new(script: &'a Script<'_>) -> Self {
        let mut labels = Self::default();
        for label in script.labels() {
            match labels.first.entry(label.name()) {
                Entry::Vacant(entry) => _ = entry.insert(label.line()),
                Entry::Occupied(_) => labels.seconds.push(label.line()),
            }
        }
        labels
    }

    /// The line that `goto` jumps to.
    #[must_use]
    pub fn line(&self, name: &[u8]) -> Option<LineId> {
        self.first.get(name).copied()
    }

    /// Whether `goto` can jump to this label, and not to an earlier one of its name.
    #[must_use]
    pub fn is_first(&self, label: Label<'_, '_>) -> bool {
        self.seconds.binary_search(&label.line()).is_err()
    }

    /// The lines whose labels `goto` never finds, since an earlier one has the same name; in order.
    #[must_use]
    pub fn seconds(&self) -> &[LineId] {
        &self.seconds
    }

    /// The names that there are, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'a [u8]> {
        self.first.keys().copied()
    }
}
