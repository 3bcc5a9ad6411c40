//! The host and the port.

use ipxe_catalog::world::Meaning;
use ipxe_language::{
    text::{Slice, Text},
    uri::{Uri, UriScheme},
};
use ipxe_model::commands::placeholder::is_placeholder;

use super::{address, fault::Fault};

/// A certain mistake in the host or the port.
pub(super) fn fault(text: &Text<'_>, uri: &Uri<'_>) -> Option<Fault> {
    let UriScheme::Known(scheme) = uri.scheme else { return None };
    let scheme = Meaning::HostScheme.words().find(|name| name.as_bytes() == scheme.bytes())?;
    let host = uri.host?;
    if host.as_known() == Some(b"") {
        return Some(no_host(scheme, host));
    }
    two_schemes(scheme, uri, host)
        .or_else(|| bare_ipv6(host, uri.port?))
        .or_else(|| bad_port(uri.port?))
        .or_else(|| several_hosts(host))
        .or_else(|| bad_host(text, scheme, host))
}

fn no_host(scheme: &str, host: Slice<'_>) -> Fault {
    let start = host.range().start;
    Fault::new(
        0..start,
        "the URI has no host",
        "there is no server to connect to: the download fails",
        format!("write the host after `{scheme}://`; was a variable empty when the script was generated?"),
    )
}

/// `http://http://host`: the host is `http`, its port is empty, and the path begins with `//`. Or the second colon is
/// missing.
fn two_schemes(scheme: &str, uri: &Uri<'_>, host: Slice<'_>) -> Option<Fault> {
    let name = host.as_known().filter(|name| Meaning::HostScheme.is_in(name))?;
    uri.path.filter(|path| path.bytes().starts_with(b"//"))?;
    let colon = uri.port.filter(|port| port.bytes().is_empty());
    if colon.is_none() && uri.port.is_some() {
        return None;
    }
    let fault = Fault::new(
        0..host.range().end + b"://".len() - usize::from(colon.is_none()),
        "the URI has two schemes",
        "iPXE looks for a host named after the second scheme",
        format!("remove the first `{scheme}://`"),
    );
    debug_assert!(name.len() == host.range().len(), "a known host has no holes");
    let second = if colon.is_some() { String::new() } else { format!("{}:", String::from_utf8_lossy(name)) };
    let end = if colon.is_some() { host.range().start } else { host.range().end };
    Some(fault.edit(0..end, second))
}

/// `fd00::1` without brackets, in which iPXE reads `fd00` as the host and the rest as the port.
fn bare_ipv6(host: Slice<'_>, port: Slice<'_>) -> Option<Fault> {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b':';
    let is_address = host.as_known()?.iter().all(is_part)
        && port.bytes().iter().all(is_part)
        && port.bytes().contains(&b':');
    is_address.then(|| {
        Fault::new(
            host.range().start..port.range().end,
            "the IPv6 address has no brackets",
            "everything after the first colon is read as the port",
            "put the address in brackets: `[fd00::1]`, or `[fd00::1]:8080` with a port",
        )
    })
}

/// `10.0.0.1|10.0.0.2`: a choice between hosts, which iPXE reads as the name of one. Even in a partly unknown text, `|`
/// is not part of a host, and unlikely in a path at the start of a setting.
pub(super) fn several_hosts(host: Slice<'_>) -> Option<Fault> {
    let marks: &[u8] = if host.as_known().is_some() { b"|,;" } else { b"|" };
    let mark = host.bytes().iter().find(|byte| marks.contains(byte))?;
    Some(Fault::new(
        host.range(),
        format!("there is a `{}` in the host", char::from(*mark)),
        "iPXE looks for one host with this whole name",
        "name one server; to try another one when it fails, repeat the command after `||`",
    ))
}

fn bad_port(port: Slice<'_>) -> Option<Fault> {
    let digits = port.as_known().filter(|digits| !digits.is_empty() && !is_placeholder(digits))?;
    let cause = if !digits.iter().all(u8::is_ascii_digit) {
        "the port is not a number"
    } else if std::str::from_utf8(digits).ok()?.parse::<u16>().is_ok_and(|port| port != 0) {
        return None;
    } else {
        "the port is not between 1 and 65535"
    };
    Some(Fault::new(
        port.range(),
        cause,
        "no connection can be made to this",
        "write the server's port, or remove it",
    ))
}

/// A known host that was meant as an address, and a path that is glued to one.
fn bad_host(text: &Text<'_>, scheme: &str, host: Slice<'_>) -> Option<Fault> {
    let name = std::str::from_utf8(host.as_known()?).ok()?;
    // Text after a hole may belong to the host, but not text before the path or the query.
    text.as_known().or_else(|| text.head().get(..=host.range().end))?;
    if name.contains('\\') {
        return Some(backslashes(text, host));
    }
    // A dot at the end is for names: it makes a name of an address.
    let parts = name.strip_suffix('.').unwrap_or(name);
    let is_odd = name.contains('.') && (name.len() > parts.len() || parts.split('.').count() != 4);
    if is_odd
        && parts.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let help = "write the four parts of the address, with dots between them";
        return Some(Fault::new(
            host.range(),
            "this is not an IPv4 address",
            "iPXE looks for a host with this name",
            help,
        ));
    }
    if let Some(length) = address_length(name).filter(|length| *length < name.len()) {
        let at = host.range().start + length;
        let rest = name.get(length..).unwrap_or_default();
        let fault = Fault::new(
            at..host.range().end,
            "text follows the host's address directly",
            "iPXE looks for a host with this whole name",
            format!("is a slash missing before `{rest}`?"),
        );
        return rest.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| fault.edit(at..at, "/"));
    }
    let cause = address::cause(name)?;
    // `<server>` and `{server}` are placeholders to fill in by hand.
    let is_blank = name.contains(['<', '>', '{', '}', '$']);
    (!is_blank).then(|| {
        let help = format!("write a host name or an address after `{scheme}://`");
        Fault::new(host.range(), cause, "no server can be found by this name", help)
    })
}

/// `tftp://192.0.2.1\boot`: iPXE reads all of it as the host.
fn backslashes(text: &Text<'_>, host: Slice<'_>) -> Fault {
    let fault = Fault::new(
        host.range(),
        "there is a backslash in the host",
        "iPXE looks for a host with this whole name",
        "write `/`",
    );
    let slashes = text.known_bytes().iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
    let is_host_given = !host.bytes().starts_with(b"\\");
    match String::from_utf8(slashes) {
        Ok(slashes) if is_host_given => fault.edit(0..text.known_bytes().len(), slashes),
        _ => fault,
    }
}

/// The length of the IPv4 address at the start of a name.
fn address_length(name: &str) -> Option<usize> {
    let mut length = 0;
    for part in 0..4 {
        let rest = name.get(length..)?;
        let rest = if part == 0 { rest } else { rest.strip_prefix('.')? };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest.get(..digits)?.parse::<u8>().ok()?;
        length = name.len() - rest.len() + digits;
    }
    Some(length)
}
