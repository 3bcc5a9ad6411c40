use std::collections::hash_map::Entry;

use foldhash::HashMap;
use ipxe_language::{text::Text, words::written_with_holes};
use ipxe_syntax::{Label, LineId, Script};

use crate::slips::{is_slip, is_value};

/// The labels of a script as `goto` finds them: byte for byte, the first of each name.
#[derive(Clone, Debug, Default)]
pub struct Labels<'a> {
    first: HashMap<&'a [u8], LineId>,
    /// The lines whose labels have the name of an earlier one, in order.
    seconds: Vec<LineId>,
    /// The lines whose labels a template engine names, in order, and what is known of the names.
    open: Vec<(LineId, Text<'a>)>,
}

/// Where more labels are named by a template engine, any name may be one of them.
const MOST_OPEN: usize = 64;

/// A name is compared with as many labels.
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

    /// The line that `goto` jumps to.
    #[must_use]
    pub fn line(&self, name: &[u8]) -> Option<LineId> {
        self.first.get(name).copied()
    }

    /// Whether a template engine names the label.
    #[must_use]
    pub fn is_open(&self, label: Label<'_, '_>) -> bool {
        self.open_name(label).is_some()
    }

    fn open_name(&self, label: Label<'_, '_>) -> Option<&Text<'a>> {
        let at = self.open.binary_search_by_key(&label.line(), |(line, _)| *line).ok()?;
        Some(&self.open[at].1)
    }

    /// Whether a template engine may give this name to a label.
    ///
    /// It may give any, but does not give the misspelt name of a label that is written out.
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

    /// Whether `goto` with such a target may find the label.
    #[must_use]
    pub fn may_mean(&self, target: &Text<'_>, label: Label<'_, '_>) -> bool {
        match self.open_name(label) {
            Some(open) => match target.as_known() {
                Some(name) => open.may_equal(name),
                // No value begins as a label's line does.
                None => !is_value(open) || !target.head().starts_with(b":"),
            },
            None => self.is_first(label) && target.may_equal(label.name()),
        }
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
