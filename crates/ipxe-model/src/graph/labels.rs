use std::collections::hash_map::Entry;

use foldhash::HashMap;
use ipxe_language::{text::Text, words::written_with_holes};
use ipxe_syntax::{Label, LineId, Script};

use crate::slips::{is_slip, is_value};

/// The labels of a script as `goto` finds them: names match byte for byte, and the first label of each name wins.
#[derive(Clone, Debug, Default)]
pub struct Labels<'a> {
    first: HashMap<&'a [u8], LineId>,
    /// The lines whose labels repeat the name of an earlier one, in order.
    seconds: Vec<LineId>,
    /// The lines whose labels contain template markup, in order, with the known parts of their names.
    open: Vec<(LineId, Text<'a>)>,
}

/// If more labels contain template markup, any name may be one of them.
const MOST_OPEN: usize = 64;

/// The maximum number of labels that a name is compared with.
const MOST_COMPARED: usize = 256;

impl<'a> Labels<'a> {
    pub(crate) fn new(script: &'a Script<'_>) -> Self {
        let mut labels = Self::default();
        for label in script.labels() {
            let open = script.has_holes().then(|| written_with_holes(label.name()));
            if let Some(open) = open.filter(|name| !name.is_known()) {
                labels.open.push((label.line(), open));
                continue;
            }
            match labels.first.entry(label.name()) {
                Entry::Vacant(entry) => _ = entry.insert(label.line()),
                Entry::Occupied(_) => labels.seconds.push(label.line()),
            }
        }
        labels
    }

    /// The line that `goto` jumps to for this name, in bytes. None if no label has it.
    #[must_use]
    pub fn line(&self, name: &[u8]) -> Option<LineId> {
        self.first.get(name).copied()
    }

    /// Whether the label contains template markup.
    #[must_use]
    pub fn is_open(&self, label: Label<'_, '_>) -> bool {
        self.open_name(label).is_some()
    }

    fn open_name(&self, label: Label<'_, '_>) -> Option<&Text<'a>> {
        let at = self.open.binary_search_by_key(&label.line(), |(line, _)| *line).ok()?;
        Some(&self.open[at].1)
    }

    /// Whether a label with template markup may get this name.
    ///
    /// A computed name may be any name, except a misspelling of a literal label.
    #[must_use]
    pub fn may_be_named(&self, name: &[u8]) -> bool {
        if self.open.is_empty() {
            return false;
        }
        let gives = |open: &Text<'_>| open.may_equal(name) && !(is_value(open) && self.is_slip(name));
        self.open.len() > MOST_OPEN || self.open.iter().any(|(_, open)| gives(open))
    }

    fn is_slip(&self, name: &[u8]) -> bool {
        name.first() == Some(&b':') || is_slip(name, self.names().take(MOST_COMPARED))
    }

    /// Whether `goto` with this target may find the label.
    #[must_use]
    pub fn may_mean(&self, target: &Text<'_>, label: Label<'_, '_>) -> bool {
        match self.open_name(label) {
            Some(open) => match target.as_known() {
                Some(name) => open.may_equal(name),
                // A value is assumed not to start like a label's line.
                None => !is_value(open) || !target.head().starts_with(b":"),
            },
            None => self.is_first(label) && target.may_equal(label.name()),
        }
    }

    /// Whether `goto` can jump to this label, because no earlier one has its name.
    #[must_use]
    pub fn is_first(&self, label: Label<'_, '_>) -> bool {
        self.seconds.binary_search(&label.line()).is_err()
    }

    /// The lines whose labels `goto` never finds, because an earlier one has the same name; in order.
    #[must_use]
    pub fn seconds(&self) -> &[LineId] {
        &self.seconds
    }

    /// The names of the labels, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'a [u8]> {
        self.first.keys().copied()
    }
}
