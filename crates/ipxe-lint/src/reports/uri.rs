//! Paths as URI references.

use std::{fmt::Write, path::Path};

/// A path as a URI reference: a relative path stays relative, an absolute one gets the scheme `file`.
pub(super) fn of(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut uri = String::with_capacity(bytes.len());
    if path.is_absolute() {
        uri.push_str(if bytes.starts_with(b"/") { "file://" } else { "file:///" });
    }
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if path.is_absolute() => uri.push(':'),
            byte => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_may_not_hold_is_percent_encoded() {
        assert_eq!(of(Path::new("a b/100%.ipxe")), "a%20b/100%25.ipxe");
        assert_eq!(of(Path::new("ä:x#.ipxe")), "%C3%A4%3Ax%23.ipxe");
    }

    #[cfg(unix)]
    #[test]
    fn absolute_paths_have_a_scheme_and_bytes_stay_what_they_are() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        assert_eq!(of(Path::new("/srv/boot.ipxe")), "file:///srv/boot.ipxe");
        assert_eq!(of(Path::new(OsStr::from_bytes(b"a\xff.ipxe"))), "a%FF.ipxe");
    }
}
