use std::collections::HashMap;

use ipxe_syntax::{Label, LineId, Script};

/// The labels of a script as `goto` finds them: byte for byte, the first of each name.
#[derive(Clone, Debug, Default)]
pub struct Labels<'a> {
    first: HashMap<&'a [u8], LineId>,
}

impl<'a> Labels<'a> {
    pub(crate) fn new(script: &'a Script<'_>) -> Self {
        let mut first = HashMap::new();
        for label in script.labels() {
            first.entry(label.name()).or_insert_with(|| label.line());
        }
        Self { first }
    }

    /// The line that `goto` jumps to.
    #[must_use]
    pub fn line(&self, name: &[u8]) -> Option<LineId> {
        self.first.get(name).copied()
    }

    /// Whether `goto` can jump to this label, and not to an earlier one of its name.
    #[must_use]
    pub fn is_first(&self, label: Label<'_, '_>) -> bool {
        self.line(label.name()) == Some(label.line())
    }

    /// The names that there are, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'a [u8]> {
        self.first.keys().copied()
    }
}
