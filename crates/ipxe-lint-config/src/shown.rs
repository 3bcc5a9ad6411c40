//! Paths and errors in the form in which they are shown.

use std::{io, path::Path};

/// A path without control characters for a terminal.
#[must_use]
pub fn shown(path: &Path) -> String {
    ipxe_lint::printable(&path.to_string_lossy())
}

/// The system's message, without its error number, which is not helpful.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
