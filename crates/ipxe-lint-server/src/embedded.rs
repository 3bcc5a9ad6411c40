//! The scripts in documents, each treated as a text of its own.

use std::sync::Arc;

use ipxe_lint::host::{Composition, PieceKind};

use crate::{
    project::Scope,
    snapshot::{Content, Snapshot},
};

/// The scripts of a text: itself, or those in a document. In the latter, everything else is replaced by spaces, so that
/// byte offsets are those of the document. Scripts that the document writes with escapes are left out.
pub(crate) fn scripts(text: &Arc<Snapshot>) -> Vec<Arc<Snapshot>> {
    let document = match text.content() {
        Content::Script(_) => return vec![Arc::clone(text)],
        Content::Other => return Vec::new(),
        Content::Document(document) => document,
    };
    let found = document.scripts().iter().filter_map(|script| alone(text.bytes(), &script.composition));
    let snapshot = |script: String| {
        // Its URL is unknown: other scripts are not taken into account.
        let scope = Arc::new(Scope::alone(&text.path));
        Arc::new(Snapshot { text: script.into(), is_script: true, scope, ..Snapshot::clone(text) })
    };
    found.map(snapshot).collect()
}

/// A script at its offset, with nothing around it. None if the file contains it in another form, as with escapes.
fn alone(file: &[u8], script: &Composition<'_>) -> Option<String> {
    let mut blank: Vec<u8> =
        file.iter().map(|byte| if byte.is_ascii_whitespace() { *byte } else { b' ' }).collect();
    for piece in script.pieces().iter().filter(|piece| !piece.text.is_empty()) {
        if piece.kind != PieceKind::Text {
            return None;
        }
        blank.get_mut(piece.source.clone())?.copy_from_slice(file.get(piece.source.clone())?);
    }
    String::from_utf8(blank).ok()
}

/// Whether an offset is inside a script.
pub(crate) fn has(script: &Snapshot, offset: u32) -> bool {
    let bytes = script.bytes();
    let is_text = |byte: &u8| !byte.is_ascii_whitespace();
    let first = bytes.iter().position(is_text).unwrap_or(bytes.len());
    let last = bytes.iter().rposition(is_text).unwrap_or(0);
    // The end of its last line belongs to it, too: the user may type there.
    let end = last + 1;
    (first..=end.max(first)).contains(&(offset as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::world;

    #[test]
    fn scripts_stay_where_they_are() {
        let yaml = "boot: |\n  #!ipxe\n  chain ä\nother: 1\nmore: |\n  #!ipxe\n  exit\n";
        let world = world(&[("a.yaml", yaml)]);
        let found = scripts(&world.texts[0]);
        assert_eq!(found.len(), 2);
        assert_eq!(&*found[0].text, "       \n  #!ipxe\n  chain ä\n        \n       \n        \n      \n");
        let at = |word: &str| u32::try_from(yaml.rfind(word).unwrap()).unwrap();
        assert_eq!(found.iter().map(|one| has(one, at("exit"))).collect::<Vec<_>>(), [false, true]);
        assert_eq!(found.iter().map(|one| has(one, at("chain"))).collect::<Vec<_>>(), [true, false]);
        assert_eq!(found.iter().map(|one| has(one, at("other"))).collect::<Vec<_>>(), [false, false]);
    }
}
