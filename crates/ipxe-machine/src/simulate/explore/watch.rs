//! Records of the executed commands.

use std::sync::Arc;

use ipxe_syntax::Span;

use crate::simulate::{Change, CommandEffects, Observer, Status};
use ipxe_language::text::Text;

/// Records the last command of a path, and the compared texts.
#[derive(Default)]
pub(super) struct Watch {
    /// The last command that began.
    last: Place,
    /// The last command that failed by itself, and not because of a script that it executed.
    failed: Option<Place>,
    /// Whether the last command has not ended.
    open: bool,
    /// The two compared texts (a status is compared with success), or the label that was the target of a jump.
    pub(super) compared: Option<(Vec<u8>, Option<Vec<u8>>)>,
    /// The settings that were written.
    pub(super) changes: Vec<Change>,
    /// The downloads.
    pub(super) fetches: Vec<Fetch>,
}

/// A download.
#[derive(Clone, Debug)]
pub(super) struct Fetch {
    pub(super) uri: Vec<u8>,
    pub(super) command: Vec<u8>,
    /// The URI of the script with the command.
    pub(super) script: Option<Arc<[u8]>>,
    pub(super) span: Span,
    pub(super) is_there: Option<bool>,
    pub(super) is_script: bool,
}

/// A command, its position, and the nesting depth of its script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) span: Span,
    pub(super) depth: usize,
    pub(super) words: Vec<Vec<u8>>,
}

impl Watch {
    /// The command that made a path fail.
    pub(super) fn failed(&self) -> Option<&Place> {
        self.failed.as_ref()
    }

    /// Records the downloads of the last command, in the script from that URI.
    pub(super) fn note(&mut self, fetched: Vec<(Vec<u8>, Option<bool>, bool)>, script: Option<&Arc<[u8]>>) {
        for (uri, is_there, is_script) in fetched {
            let command = self.last.words.first().cloned().unwrap_or_default();
            let (span, script) = (self.last.span, script.cloned());
            self.fetches.push(Fetch { uri, command, script, span, is_there, is_script });
        }
    }

    /// The last command of a path.
    pub(super) fn last(&self) -> &Place {
        &self.last
    }
}

impl Observer for Watch {
    fn begin(&mut self, span: Span, depth: usize, words: &[Text<'_>]) {
        (self.last.span, self.last.depth, self.open) = (span, depth, true);
        self.last.words.clear();
        self.last.words.extend(words.iter().map(|word| word.known_bytes().to_vec()));
        let known: Vec<&[u8]> = words.iter().map(Text::known_bytes).collect();
        let open = |text: &[u8]| memchr::memchr(b'<', text).is_some();
        self.compared = match *known {
            [b"iseq", left, right] if open(left) || open(right) => {
                Some((left.to_vec(), Some(right.to_vec())))
            }
            // Not for the placeholder of another number.
            [b"exit", status] if open(status) => Some((status.to_vec(), Some(b"0".to_vec()))),
            [b"goto", label] if open(label) => Some((label.to_vec(), None)),
            _ => None,
        };
    }

    fn end(&mut self, status: Status, effects: &CommandEffects) {
        if self.open && status.is_err() {
            self.failed = Some(self.last.clone());
        }
        self.open = false;
        self.changes.extend_from_slice(&effects.changes);
    }
}
