//! Conversion between URIs and paths.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

/// The path of a file. None if the URI refers to no local file.
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    // A URI with another host is no local file.
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !path.starts_with('/') {
        return None;
    }
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let decoded = decoded(&path.as_bytes()[..end]);
    let text = String::from_utf8(decoded).ok()?;
    // `/C:/boot` is `C:/boot`.
    let is_drive =
        |text: &str| text.as_bytes().get(2) == Some(&b':') && text.as_bytes()[1].is_ascii_alphabetic();
    Some(PathBuf::from(if is_drive(&text) { text[1..].to_owned() } else { text }))
}

/// The URI of a file.
pub(crate) fn uri_of(path: &Path) -> Uri {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file://{slash}");
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte);
        if is_plain {
            uri.push(char::from(byte));
        } else {
            uri.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    Uri(uri)
}

fn digit(nibble: u8) -> char {
    char::from_digit(nibble.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

fn decoded(text: &[u8]) -> Vec<u8> {
    ipxe_language::value::percent_decode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_there_and_back() {
        for path in ["/srv/boot/a b.ipxe", "/srv/größe/100%.ipxe", "/a"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), Some(PathBuf::from(path)));
        }
        assert_eq!(path_of(&"file:///c%3A/boot/x.ipxe".into()), Some("c:/boot/x.ipxe".into()));
        assert_eq!(path_of(&"untitled:Untitled-1".into()), None);
        assert_eq!(path_of(&"file://server/share/x".into()), None);
    }
}
