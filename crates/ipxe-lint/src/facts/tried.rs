//! The files that a script requests.

use ipxe_language::text::Text;
use ipxe_model::{given::Stored, reach::Model};

/// Whether some URI of the script leads to that file of a document root.
pub(crate) fn tries(cx: &Model<'_, '_>, path: &[u8]) -> bool {
    let leads =
        |text: &Text<'_>| matches!(cx.given.surroundings.stored(text), Stored::File(file) if file == path);
    cx.uris().iter().any(|uri| leads(&cx.constants().resolve(uri.word, cx)))
}
