//! Text that looks like a host, and settings that contain addresses.

use ipxe_catalog::{
    SettingType,
    world::{FileKind, Meaning},
};
use ipxe_syntax::Expansion;

use crate::commands::Commands;

/// Whether an expansion names a setting that can only contain an IPv4 address, such as `${next-server}`.
pub fn is_address(cx: &Commands<'_, '_>, expansion: Expansion<'_, '_>) -> bool {
    let name = expansion.name().as_literal().filter(|_| expansion.setting_type().is_none());
    let setting = name.and_then(|name| cx.catalog.setting(name));
    setting.is_some_and(|setting| {
        setting.definitions.iter().all(|definition| definition.setting_type == SettingType::Ipv4)
    })
}

/// What the beginning of a URI without a scheme looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// An IPv4 address.
    Address,
    /// A name and a port number after a colon.
    WithPort,
    /// A host name that is unlikely to be a directory or a file.
    Name,
}

/// The host at the beginning of a text, and its length in bytes, with the port. None if the text begins with something
/// else. `is_complete`: nothing follows the text.
#[must_use]
pub fn host_at_start(text: &[u8], is_complete: bool) -> Option<(Host, usize)> {
    let slash = text.iter().position(|byte| *byte == b'/');
    let length = slash.or(is_complete.then_some(text.len()))?;
    let first = text.get(..length)?;
    let colon = first.iter().position(|byte| *byte == b':');
    let (name, port) =
        colon.map_or((first, None), |at| (first.get(..at).unwrap_or_default(), first.get(at + 1..)));
    let is_port = |port: &[u8]| (1..=5).contains(&port.len()) && port.iter().all(u8::is_ascii_digit);
    if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
    {
        return None;
    }
    if is_ipv4(name) && port.is_none_or(is_port) {
        return Some((Host::Address, length));
    }
    match port {
        Some(port) => is_port(port).then_some((Host::WithPort, length)),
        None => is_host(name, slash.is_some()).then_some((Host::Name, length)),
    }
}

/// Whether a name without a port is more likely a host than a directory, or, if nothing follows it, than a file.
fn is_host(name: &[u8], path_follows: bool) -> bool {
    if path_follows && is_domain(name) {
        return true;
    }
    let begins_with_letter = |label: &[u8]| label.first().is_some_and(u8::is_ascii_alphabetic);
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    // `boot.cfg` and `menu.com` are files, but few files have a second dot.
    let is_long = name.split(|byte| *byte == b'.').count() > 2 && last.len() > 1;
    is_long
        && name.split(|byte| *byte == b'.').all(begins_with_letter)
        && last.iter().all(u8::is_ascii_alphabetic)
        && FileKind::of_parts(b"", name.get(name.len() - last.len() - 1..).unwrap_or_default()).is_none()
        && (path_follows || is_domain(name))
}

/// Whether a text is an IPv4 address.
#[must_use]
pub fn is_ipv4(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok_and(|name| name.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether a name is certainly that of a host.
#[must_use]
pub fn is_domain(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    name.starts_with(b"www.")
        || name.contains(&b'.') && !name.starts_with(b".") && Meaning::Domain.is_in(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_from_paths() {
        for (text, expected) in [
            ("10.0.0.1/x", Some((Host::Address, 8))),
            ("10.0.0.1", Some((Host::Address, 8))),
            ("10.0.0.1:80/x", Some((Host::Address, 11))),
            ("server:8080/x", Some((Host::WithPort, 11))),
            ("boot.example:8080", Some((Host::WithPort, 17))),
            ("www.x.y/z", Some((Host::Name, 7))),
            ("boot.netboot.xyz/menu.ipxe", Some((Host::Name, 16))),
            ("pxelinux.cfg/default", None),
            ("v1.0/vmlinuz", None),
            ("10.0/x", None),
            ("example.com", None),
            ("boot.netboot.xyz", Some((Host::Name, 16))),
            ("kernel.oxide.rack/boot.ipxe", Some((Host::Name, 17))),
            ("netboot.xyz.efi", None),
            ("ipxe.tar.gz/x", None),
            ("menu.v1.2/x", None),
            ("x86.efi.d/x", None),
            ("http://x/", None),
            ("iscsi:x", None),
            ("a:123456/x", None),
            ("", None),
        ] {
            assert_eq!(host_at_start(text.as_bytes(), true), expected, "{text}");
        }
        assert_eq!(host_at_start(b"10.0.0.1", false), None, "more may follow");
    }
}
