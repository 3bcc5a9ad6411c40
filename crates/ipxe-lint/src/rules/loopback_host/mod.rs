//! URIs that name the machine itself.

use std::net::IpAddr;

use ipxe_catalog::{Implementation, Role};
use ipxe_language::uri::Uri;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::uris::{WrittenUri, scheme_length};

pub(super) const META: RuleMeta = RuleMeta {
    name: "loopback-host",
    code: "IPX813",
    summary: "a URI names the booting machine instead of a server",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.written_uris().filter_map(|uri| look_at(cx, &uri)));
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, uri: &WrittenUri<'a, 's>) -> Option<Diagnostic> {
    scheme_length(uri.text())?;
    // The finding is at the place where the setting is set.
    let literal = uri.text().split(|byte| *byte == b'$').next()?;
    let text = ipxe_language::text::Text::from(literal);
    let parsed = Uri::parse(&text);
    let host = parsed.host?;
    let is_complete = parsed.path.is_some() || parsed.port.is_some() || literal.len() == uri.text().len();
    if !is_complete || !is_loopback(host.as_known()?) || is_proxy(cx, uri) {
        return None;
    }
    let message = format!("{} is the booting machine itself, not a server", quote(host.bytes()));
    let (label, level) = match uri.role {
        Role::SettingValue => {
            ("programs that download from this connect to the machine itself", Level::Warning)
        }
        Role::CommandLine => ("the booted system connects to itself", Level::Warning),
        _ => ("iPXE connects to the machine itself, where no server runs", Level::Error),
    };
    let finding = Diagnostic::new(RuleId::LoopbackHost, uri.span_at(host.range()), message, label);
    Some(finding.at_level(level).help("write a server address or name that the booting machine can reach"))
}

/// Whether a host is the machine itself, by name or by address.
fn is_loopback(host: &[u8]) -> bool {
    let Ok(host) = std::str::from_utf8(host) else { return false };
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether it is the address of a proxy: the booted system may run one itself.
fn is_proxy(cx: &Context<'_, '_>, uri: &WrittenUri<'_, '_>) -> bool {
    let key = match uri.role {
        Role::SettingValue => {
            let set = cx.flow.invocation(uri.command.id());
            let is_set = cx.form(uri.command).is_some_and(|form| form.implementation == Implementation::Set);
            set.filter(|_| is_set).and_then(|set| set.positional(0)).map(|name| name.known_bytes().to_vec())
        }
        _ => uri.word.text().get(..uri.start).map(<[u8]>::to_vec),
    };
    key.is_some_and(|key| memchr::memmem::find(&key.to_ascii_lowercase(), b"proxy").is_some())
}
