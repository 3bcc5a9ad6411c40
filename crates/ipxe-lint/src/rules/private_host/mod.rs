//! Hosts that are not reachable from the public network, although images must be.

use std::net::{IpAddr, Ipv4Addr};

use ipxe_language::uri::Uri;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::uris::WrittenUri;

pub(super) const META: RuleMeta = RuleMeta {
    name: "private-host",
    code: "IPX808",
    summary: "a URI names a private host, and the profile needs public ones",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(profile) = cx.options.profile.as_ref().filter(|profile| profile.public_images) else { return };
    out.extend(cx.written_uris().filter_map(|uri| look_at(cx, &uri, &profile.name)));
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, uri: &WrittenUri<'a, 's>, profile: &str) -> Option<Diagnostic> {
    // If a setting contains the whole beginning, the finding is at its value.
    let written = memchr::memmem::find(uri.text(), b"://")?;
    if uri.text().starts_with(b"${") && !uri.expansions().any(|(range, _)| range.end == written) {
        return None;
    }
    let text = cx.constants().resolve_from(uri.word, uri.start, cx);
    let host = Uri::parse(&text).host?;
    let name = host.as_known()?;
    let kind = private(name)?;
    let is_literal = uri.text().get(host.range()) == Some(name);
    let span = uri.span_at(if is_literal { host.range() } else { 0..uri.text().len() });
    let message = format!("{} is {kind}", quote(name));
    let label = format!("machines of the profile {} cannot reach it", quote(profile.as_bytes()));
    let finding = Diagnostic::new(RuleId::PrivateHost, span, message, label);
    Some(finding.help("put the file on a server that the public network can reach"))
}

/// The kind of a private host, if it is one.
fn private(name: &[u8]) -> Option<&'static str> {
    let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
    if let Ok(address) = address.parse::<IpAddr>() {
        return private_address(address);
    }
    let ends = |domain: &&str| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    if name == "localhost" || ends(&"localhost") {
        return Some("a name for the machine itself");
    }
    if !name.contains(['.', ':']) && !name.is_empty() {
        return Some("a name without a domain, which only works on private networks");
    }
    let domains = ["local", "lan", "internal", "intranet", "localdomain", "home.arpa", "corp", "home"];
    domains.iter().any(ends).then_some("a name that only works on a private network")
}

fn private_address(address: IpAddr) -> Option<&'static str> {
    match address {
        _ if address.is_loopback() || address.is_unspecified() => Some("an address of the machine itself"),
        IpAddr::V4(address) if address.is_private() || is_shared(address) => {
            Some("an address of a private network")
        }
        IpAddr::V4(address) => address.is_link_local().then_some("an address of the local network"),
        IpAddr::V6(address) if address.is_unique_local() => Some("an address of a private network"),
        IpAddr::V6(address) => address.is_unicast_link_local().then_some("an address of the local network"),
    }
}

/// Whether the address is in the range that providers share among their customers: 100.64.0.0/10.
fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0xc0 == 64
}
