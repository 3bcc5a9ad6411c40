//! Parsing of URIs.

use super::{Uri, UriScheme};
use crate::text::Slice;

/// `strict`: a scheme contains only bytes that are valid in schemes.
pub(super) fn parse(text: Slice<'_>, strict: bool) -> Uri<'_> {
    let (text, fragment) = split(text, b'#');
    let (scheme, rest) = match text.find(b':').filter(|_| !strict && text.as_known().is_some()) {
        Some(colon) => {
            let (scheme, rest) = text.cut(colon);
            (UriScheme::Known(scheme), Some(rest))
        }
        None => split_scheme(text),
    };
    let mut uri = Uri {
        scheme,
        opaque: None,
        user: None,
        password: None,
        host: None,
        port: None,
        path: None,
        query: None,
        fragment,
    };
    let Some(rest) = rest else {
        set_path(&mut uri, text);
        return uri;
    };
    if rest.starts_with(b"//") {
        let (authority, path) = split_authority(rest.cut(rest.range().start + 1).1);
        set_authority(&mut uri, authority);
        if let Some(path) = path {
            set_path(&mut uri, path);
        }
    } else if rest.starts_with(b"/") {
        set_path(&mut uri, rest);
    } else {
        uri.opaque = Some(rest);
    }
    uri
}

/// The scheme, and the text after its colon if there is one.
fn split_scheme(text: Slice<'_>) -> (UriScheme<'_>, Option<Slice<'_>>) {
    let head = text.head();
    let clear = head.iter().position(|byte| !is_scheme_byte(*byte));
    match clear.and_then(|at| head.get(at).map(|byte| (at, *byte))) {
        // An empty text before a colon is a scheme, too, which no build has.
        Some((at, b':')) => {
            let (scheme, rest) = text.cut(text.range().start + at);
            (UriScheme::Known(scheme), Some(rest))
        }
        Some(_) => (UriScheme::Absent, None),
        None if text.as_known().is_some() => (UriScheme::Absent, None),
        // The scheme may be in an unknown piece, or end after it; with `://` directly after it, it certainly does.
        None => {
            let colon = text.find(b':').map(|colon| text.cut(colon));
            let rest = colon.filter(|(before, after)| {
                before.bytes().iter().all(|byte| is_scheme_byte(*byte)) && after.starts_with(b"//")
            });
            (UriScheme::Unknown, rest.map(|(_, after)| after))
        }
    }
}

const fn is_scheme_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')
}

/// The authority, and the path that begins at the next slash. A query can follow a host directly.
fn split_authority(text: Slice<'_>) -> (Slice<'_>, Option<Slice<'_>>) {
    let end = text.bytes().iter().position(|byte| matches!(byte, b'/' | b'?'));
    match end.map(|at| text.cut_before(text.range().start + at)) {
        Some((authority, path)) => (authority, Some(path)),
        None => (text, None),
    }
}

fn set_authority<'t>(uri: &mut Uri<'t>, authority: Slice<'t>) {
    let server = match authority.find_last(b'@').map(|at| authority.cut(at)) {
        Some((user_info, server)) => {
            let (user, password) = split(user_info, b':');
            (uri.user, uri.password) = (Some(user), password);
            server
        }
        None => authority,
    };
    // The colons of an IPv6 address are inside brackets.
    let after_address = if server.starts_with(b"[") { server.find(b']') } else { None };
    let colon = match after_address {
        Some(bracket) => server.cut(bracket).1.find(b':'),
        None => server.find(b':'),
    };
    match colon.map(|at| server.cut(at)) {
        Some((host, port)) => (uri.host, uri.port) = (Some(host), Some(port)),
        None => uri.host = Some(server),
    }
}

/// A path with its query. If there is only a query, there is no path.
fn set_path<'t>(uri: &mut Uri<'t>, text: Slice<'t>) {
    let (path, query) = split(text, b'?');
    uri.query = query;
    uri.path = Some(path).filter(|path| !path.is_empty());
}

/// The text before the first such byte, and the text after it.
fn split(text: Slice<'_>, separator: u8) -> (Slice<'_>, Option<Slice<'_>>) {
    match text.find(separator).map(|at| text.cut(at)) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}
