//! The texts that are open in the client.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use ipxe_lint::syntax::Unit;

use crate::{positions::Places, uris::path_of};

/// A text as the client has it.
#[derive(Clone, Debug)]
pub(crate) struct OpenText {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// Whether the client declares it a script.
    pub(crate) is_script: bool,
    /// The path of its file; an invented one for a text without a file.
    pub(crate) path: PathBuf,
    pub(crate) text: Arc<str>,
}

/// All texts, sorted by URI.
#[derive(Debug, Default)]
pub(crate) struct Documents(BTreeMap<String, OpenText>);

impl Documents {
    pub(crate) fn open(&mut self, item: TextDocumentItem) {
        let language = String::from(item.language_id);
        let is_script = ["ipxe", "gpxe"].iter().any(|name| language.eq_ignore_ascii_case(name));
        // The name of no existing file, as for a new file in the editor.
        let path = path_of(&item.uri).unwrap_or_else(|| PathBuf::from("untitled"));
        let TextDocumentItem { uri, version, text, .. } = item;
        let open = OpenText { version, is_script, path, text: text.into(), uri };
        self.0.insert(open.uri.0.clone(), open);
    }

    pub(crate) fn close(&mut self, uri: &Uri) -> Option<OpenText> {
        self.0.remove(&uri.0)
    }

    /// Applies changes to a text, in order.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: Unit,
    ) {
        let Some(open) = self.0.get_mut(&uri.0) else { return };
        let mut text = open.text.to_string();
        for change in changes {
            apply(&mut text, change, unit);
        }
        (open.text, open.version) = (text.into(), version);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &OpenText> {
        self.0.values()
    }
}

fn apply(text: &mut String, change: TextDocumentContentChangeEvent, unit: Unit) {
    match change {
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
            let span = Places::new(text.as_bytes(), unit).span(change.range).range();
            // A position of a client that counts bytes may be inside a character.
            let [start, end] = [span.start, span.end].map(|at| text.floor_char_boundary(at));
            text.replace_range(start..end, &change.text);
        }
        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => *text = change.text,
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    use super::*;

    fn changed(text: &str, changes: &[(u32, u32, u32, u32, &str)], unit: Unit) -> String {
        let mut text = text.to_owned();
        for (line, character, end_line, end_character, with) in changes {
            let range = Range {
                start: Position { line: *line, character: *character },
                end: Position { line: *end_line, character: *end_character },
            };
            let change =
                TextDocumentContentChangePartial { range, text: (*with).to_owned(), ..Default::default() };
            apply(&mut text, TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change), unit);
        }
        text
    }

    #[test]
    fn changes_follow_each_other() {
        let changes = [(1, 0, 1, 4, "shell"), (1, 5, 1, 5, "\n"), (2, 0, 2, 0, "x")];
        assert_eq!(changed("#!ipxe\nboot\n", &changes, Unit::Utf16), "#!ipxe\nshell\nx\n");
    }

    #[test]
    fn a_change_within_a_character_breaks_none() {
        assert_eq!(changed("ä", &[(0, 1, 0, 1, "x")], Unit::Byte), "xä");
        assert_eq!(changed("𝄞b", &[(0, 2, 0, 3, "c")], Unit::Utf16), "𝄞c");
    }
}
