//! File paths, and the path components of URIs.

use std::path::Path;

/// The components of a path, or of the path of a URI.
pub(crate) fn components(path: &Path) -> Vec<Vec<u8>> {
    use std::path::Component::{Normal, ParentDir};
    let named = path.components().filter(|part| matches!(part, Normal(_) | ParentDir));
    named.map(|part| part.as_os_str().as_encoded_bytes().to_vec()).collect()
}

/// The path without `.`, and with `..` only at its beginning.
pub(crate) fn normal(path: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut normal: Vec<Vec<u8>> = Vec::new();
    for part in path {
        match part.as_slice() {
            b"." => {}
            b".." if normal.last().is_some_and(|last| last != b"..") => {
                normal.pop();
            }
            _ => normal.push(part),
        }
    }
    normal
}
