//! Typing errors: colons, slashes, question marks.

use ipxe_catalog::world::Meaning;
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
};

use super::fault::Fault;
use crate::Level;
use ipxe_model::commands::uris::scheme_length;

const NO_HOST: &str = "iPXE finds no host in this";

/// A mistake between the scheme and the host.
pub(super) fn scheme(text: &Text<'_>) -> Option<Fault> {
    let head = text.head();
    let (name, rest) = Meaning::HostScheme.words().find_map(|name| {
        let (scheme, rest) = head.split_at_checked(name.len())?;
        let is_it = scheme.eq_ignore_ascii_case(name.as_bytes());
        (is_it && (matches!(rest.first(), Some(b':' | b'/')) || is_mistyped_colon(rest)))
            .then_some((name, rest))
    })?;
    let after = name.len();
    let relative = "iPXE uses all of this as a path on the current server";
    let nowhere = NO_HOST;
    // A setting may contain the name.
    let is_expanded = text.holes().first() == Some(&head.len());
    let is_name =
        |byte: Option<&u8>| byte.map_or(is_expanded, |byte| !matches!(byte, b'/' | b'\\' | b'?' | b'#'));
    if is_mistyped_colon(rest) {
        let cause = "there is another character in place of the colon";
        let fault = Fault::new(0..after + 3, cause, relative, format!("write `{name}://`"));
        return Some(fault.edit(after..after + 1, ":"));
    }
    if rest.starts_with(b"//") && is_name(rest.get(2)) {
        let fault = Fault::new(
            0..after + 2,
            "the colon after the scheme is missing",
            relative,
            format!("write `{name}://`"),
        );
        return Some(fault.edit(after..after, ":"));
    }
    let rest = rest.strip_prefix(b":")?;
    if rest.starts_with(b"/") && is_name(rest.get(1)) {
        let fault = Fault::new(
            0..after + 2,
            "only one slash follows the scheme",
            nowhere,
            format!("write `{name}://`"),
        );
        return Some(fault.edit(after + 1..after + 1, "/"));
    }
    if rest.starts_with(b"\\") {
        let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        let cause = "backslashes follow the scheme";
        let fault = Fault::new(
            0..after + 1 + slashes,
            cause,
            nowhere,
            format!("write `{name}://`, and `/` in the path"),
        );
        return Some(fault.edit(after + 1..after + 1 + slashes, "//"));
    }
    // The value of a setting may begin with the slashes.
    if !rest.is_empty() && is_name(rest.first()) {
        return Some(no_slashes(name));
    }
    None
}

/// `<http://host/x>`, `**http://host/x**`, `[x](http://host/x)`: markup of another format around the URI.
pub(super) fn marks(text: &Text<'_>) -> Option<Fault> {
    let head = text.head();
    let is_mark = |byte: &u8| b"<([*".contains(byte);
    let first = head.first().filter(|byte| is_mark(byte))?;
    let start = if *first == b'[' {
        memchr::memmem::find(head, b"](")? + 2
    } else {
        head.iter().take_while(|byte| is_mark(byte)).count()
    };
    let uri = head.get(start..)?;
    if scheme_length(uri).is_none() && !uri.starts_with(b"iscsi:") {
        return None;
    }
    let end = text.known_bytes().iter().rev().take_while(|byte| b">)]*".contains(byte)).count();
    let fault = Fault::new(
        0..start,
        "there are other characters before the scheme",
        "iPXE has no such scheme, and uses all of this as a path on the current server",
        "write only the URI",
    );
    let length = text.known_bytes().len();
    Some(match text.as_known().and_then(|all| std::str::from_utf8(all.get(start..length - end)?).ok()) {
        Some(alone) => fault.edit(0..length, alone),
        None => fault,
    })
}

/// Whether `;//` follows the scheme, or `.//`, or another character in place of a colon.
fn is_mistyped_colon(rest: &[u8]) -> bool {
    matches!(rest, [first, b'/', b'/', ..] if first.is_ascii_punctuation() && !b":/$\\{}?#".contains(first))
}

/// A mistake in `scheme:host`.
pub(super) fn no_slashes(scheme: &str) -> Fault {
    let (after, nowhere) = (scheme.len() + 1, NO_HOST);
    let fault = Fault::new(0..after, "no slashes follow the scheme", nowhere, format!("write `{scheme}://`"));
    fault.edit(after..after, "//")
}

/// A mistake in the path or the query.
pub(super) fn path(text: &Text<'_>, uri: &Uri<'_>) -> Option<Fault> {
    let level = match uri.scheme {
        UriScheme::Absent => Level::Advice,
        UriScheme::Known(scheme) if Meaning::HostScheme.is_in(scheme.bytes()) => Level::Warning,
        _ => return query(uri),
    };
    let Some(at) = uri.path?.bytes().iter().position(|byte| *byte == b'\\') else { return query(uri) };
    let at = uri.path?.range().start + at;
    let fault = Fault::new(
        at..at + 1,
        "there is a backslash in the path",
        "it is sent as it is: only some TFTP servers treat it as a slash",
        "write `/`",
    );
    let slashes = String::from_utf8(
        text.known_bytes().iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect(),
    );
    Some(
        match slashes {
            Ok(slashes) => fault.edit(0..text.known_bytes().len(), slashes),
            Err(_) => fault,
        }
        .at_level(level),
    )
}

/// A port at the end of the path, which belongs after the host.
pub(super) fn port(text: &Text<'_>, uri: &Uri<'_>) -> Option<Fault> {
    let UriScheme::Known(scheme) = uri.scheme else { return None };
    let takes_port = ["http", "https", "ftp"].iter().any(|name| name.as_bytes() == scheme.bytes());
    if !takes_port || uri.port.is_some() || uri.query.is_some() || uri.fragment.is_some() {
        return None;
    }
    if let Some(fault) = port_after_slash(uri) {
        return Some(fault);
    }
    let (tail, length) = (text.tail(), text.known_bytes().len());
    let digits = tail.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let file = tail.get(..tail.len() - digits)?.strip_suffix(b":")?.rsplit(|byte| *byte == b'/').next()?;
    // A file extension is the end of a path.
    let is_file = file.contains(&b'.');
    if !(2..=5).contains(&digits) || !is_file {
        return None;
    }
    let range = length - digits - 1..length;
    let fault = Fault::new(
        range,
        "there is a port at the end of the path",
        "this is part of the file's name, and iPXE uses the default port",
        "write it after the host: `http://HOST:PORT/…`",
    );
    Some(fault.at_level(Level::Warning))
}

/// `http://host/:8080/x`
fn port_after_slash(uri: &Uri<'_>) -> Option<Fault> {
    let path = uri.path?;
    let rest = path.bytes().strip_prefix(b"/:")?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_port = (2..=5).contains(&digits) && matches!(rest.get(digits), None | Some(b'/'));
    let start = path.range().start;
    let fault = Fault::new(
        start..start + 2 + digits,
        "there is a slash before the port",
        "this is part of the path, and iPXE uses the default port",
        "write the port directly after the host: `http://HOST:PORT/…`",
    );
    is_port.then(|| fault.edit(start..start + 1, "").at_level(Level::Warning))
}

/// A second question mark, where another parameter was intended.
pub(super) fn query(uri: &Uri<'_>) -> Option<Fault> {
    let query = uri.query?;
    let (first, second) = split_at(query.bytes(), b'?')?;
    let is_parameter = |part: &[u8]| {
        let name = split_at(part, b'=').map_or(&b""[..], |(name, _)| name);
        !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    // A URI may be a parameter of another one, and have its own query.
    let holds_uri = first.windows(3).any(|three| three == b"://") || first.contains(&b'/');
    if holds_uri || !is_parameter(first.rsplit(|byte| *byte == b'&').next()?) || !is_parameter(second) {
        return None;
    }
    let at = query.range().start + first.len();
    let cause = "there is a second `?` in the query";
    let consequence = "everything from here on is part of the parameter before it";
    let fault = Fault::new(at..at + 1, cause, consequence, "separate parameters with `&`");
    Some(fault.edit(at..at + 1, "&").at_level(Level::Warning))
}

fn split_at(bytes: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(byte, bytes)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

/// A mistake in the URI of a SAN drive.
pub(super) fn san(text: &Text<'_>) -> Option<Fault> {
    let scheme = b"iscsi:";
    let rest = text.head().strip_prefix(scheme)?;
    if !rest.starts_with(b"//") {
        return target(text);
    }
    let start = scheme.len();
    let fault = Fault::new(
        start..start + 2,
        "slashes follow `iscsi:`",
        "iPXE does not find the server after them",
        "write `iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET`; the middle ones may be empty",
    );
    Some(fault.edit(start..start + 2, ""))
}

/// A target that is not in the fifth field, as in `iscsi:192.0.2.1:iqn.2010-04.example:disk`.
fn target(text: &Text<'_>) -> Option<Fault> {
    let all = text.as_known()?;
    let start = b"iscsi:".len();
    let at = [&b":iqn."[..], b":eui.", b":naa."]
        .iter()
        .find_map(|name| memchr::memmem::find(all.get(start..)?, name))?;
    let before = all.get(start..start + at + 1)?;
    let mut in_brackets = false;
    let colons = before.iter().filter(|byte| {
        in_brackets = (in_brackets || **byte == b'[') && **byte != b']';
        **byte == b':' && !in_brackets
    });
    let fault = Fault::new(
        start..start + at + 1,
        "the target is not the fifth field",
        "iPXE counts the fields: it reads this one as another field, and finds no target",
        "write `iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET`; the middle ones may be empty, and an IPv6 address is in brackets",
    );
    (colons.count() != 4).then_some(fault)
}
