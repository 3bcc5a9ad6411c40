//! Finds the file of a server for a URI.

/// The default ports of schemes.
const DEFAULT_PORTS: [(&[u8], &[u8]); 3] = [(b"http", b":80"), (b"https", b":443"), (b"tftp", b":69")];

/// The path of the file to which a URI below the URI `base` refers: relative, percent-decoded, and without components
/// that are empty, `.` or `..`. None for other URIs. Upper and lower case are the same in scheme and host; user and
/// password are ignored. As on a file server, several slashes are the same as one, and a `%` without two digits is an
/// ordinary character.
pub(super) fn path_below(uri: &[u8], base: &[u8]) -> Option<Vec<u8>> {
    let rest = match (split(uri), split(base)) {
        (Some((server, path)), Some((base, folder))) => {
            path.strip_prefix(folder).filter(|_| server == base)?
        }
        _ => uri.strip_prefix(base)?,
    };
    let end = rest.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len());
    let path = decode(rest.get(..end)?);
    if path.is_empty() || path.ends_with(b"/") {
        return None;
    }
    let parts: Vec<_> = path.split(|byte| *byte == b'/').filter(|part| !part.is_empty()).collect();
    let climbs = parts.iter().any(|part| matches!(*part, b"." | b".."));
    (!climbs).then(|| parts.join(&b'/'))
}

/// Whether a URI refers to that server and folder.
pub(super) fn is_below(uri: &[u8], base: &[u8]) -> bool {
    match (split(uri), split(base)) {
        (Some((server, path)), Some((base, folder))) => server == base && path.starts_with(folder),
        _ => uri.starts_with(base),
    }
}

/// Scheme and server in a form that can be compared, and the rest.
fn split(uri: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let colon = memchr::memmem::find(uri, b"://")?;
    let (scheme, rest) = (uri.get(..colon)?.to_ascii_lowercase(), uri.get(colon + 3..)?);
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = memchr::memrchr(b'@', authority).map_or(Some(authority), |at| authority.get(at + 1..))?;
    let port = DEFAULT_PORTS.iter().find(|(known, _)| *known == scheme).map(|(_, port)| *port);
    let host = port.and_then(|port| host.strip_suffix(port)).unwrap_or(host);
    Some(([&*scheme, b"://", &host.to_ascii_lowercase()].concat(), path))
}

/// Decodes `%XX` as servers do.
fn decode(text: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).filter(|_| first == b'%').and_then(byte_of);
        raw.push(pair.unwrap_or(first));
        rest = if pair.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    raw
}

/// The byte of two hexadecimal digits.
fn byte_of(pair: &[u8]) -> Option<u8> {
    let text =
        std::str::from_utf8(pair).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_however_its_uri_is_written() {
        let base = b"http://boot.example/files/";
        for uri in [
            "http://boot.example/files/sub/a.ipxe",
            "HTTP://Boot.Example:80/files/sub/a.ipxe?x=1",
            "http://user:secret@boot.example/files/sub/a.ipxe",
            "http://boot.example/files//sub///a.ipxe",
            "http://boot.example/files/%73ub/a.ipxe",
        ] {
            assert_eq!(path_below(uri.as_bytes(), base).as_deref(), Some(&b"sub/a.ipxe"[..]), "{uri}");
        }
        assert_eq!(
            path_below(b"http://boot.example/files/100%25%.x%2", base).as_deref(),
            Some(&b"100%%.x%2"[..])
        );
    }

    #[test]
    fn another_server_or_folder_has_other_files() {
        let base = b"http://boot.example:8080/files/";
        for uri in [
            "http://boot.example/files/a",
            "https://boot.example:8080/files/a",
            "http://boot.example:8080/Files/a",
            "http://boot.example:8080/files",
        ] {
            assert!(!is_below(uri.as_bytes(), base), "{uri}");
            assert_eq!(path_below(uri.as_bytes(), base), None, "{uri}");
        }
        for uri in [
            "http://boot.example:8080/files/",
            "http://boot.example:8080/files/a/",
            "http://boot.example:8080/files/../a",
        ] {
            assert!(is_below(uri.as_bytes(), base), "{uri}");
            assert_eq!(path_below(uri.as_bytes(), base), None, "{uri}");
        }
    }
}
