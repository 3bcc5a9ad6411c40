//! Hosts without a scheme before them.

use ipxe_catalog::Role;
use ipxe_syntax::Segment;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::{
        hosts::{Host, host_at_start, is_address},
        uris::UriWord,
    },
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-scheme",
    code: "IPX802",
    summary: "a URI begins with a host instead of a scheme",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.uris().iter().filter(|uri| uri.role != Role::SanUri) {
        let head = uri.text.head();
        let slashes = if head.starts_with(b"//") { 2 } else { 0 };
        let host = host_at_start(head.get(slashes..).unwrap_or_default(), uri.is_literal());
        // Directories are called after hosts: a mirror's `boot.example.com/menu.ipxe` is a path.
        let is_path = |host: &Host| *host == Host::Name && slashes == 0 && !head.starts_with(b"www.");
        if let Some((host, length)) = host.filter(|(host, _)| !is_path(host)) {
            out.push(describe(uri, host, slashes, length));
        } else if begins_with_address(cx, uri) {
            out.push(report(uri, "it begins with an address", Level::Error, uri.word.span(), "http://"));
        }
    }
}

fn describe(uri: &UriWord<'_, '_>, host: Host, slashes: usize, length: usize) -> Diagnostic {
    let (cause, level) = match host {
        Host::Address => ("it begins with an address", Level::Error),
        Host::WithPort => ("it begins with a host and a port", Level::Error),
        Host::Name => ("it begins with what looks like a host", Level::Warning),
    };
    let insertion = if slashes == 0 { "http://" } else { "http:" };
    report(uri, cause, level, uri.word.span_at(slashes..slashes + length), insertion)
}

fn report(
    uri: &UriWord<'_, '_>,
    cause: &str,
    level: Level,
    span: ipxe_syntax::Span,
    insertion: &str,
) -> Diagnostic {
    let message = format!("{} has no scheme, though {cause}", quote(uri.word.text()));
    let label = if uri.text.head().starts_with(b"/") || !uri.text.head().contains(&b':') {
        "iPXE takes this for a path on the server that the script came from"
    } else {
        "without a scheme iPXE does not take this for a host"
    };
    let fix = Fix::unsafe_("write the scheme, such as `http://`", uri.word.span_at(0..0), insertion);
    Diagnostic::new(RuleId::MissingScheme, span, message, label).at_level(level).fix(fix)
}

/// Whether the word begins with a setting that can only hold an address, as in `${next-server}/menu.ipxe`.
fn begins_with_address(cx: &Context<'_, '_>, uri: &UriWord<'_, '_>) -> bool {
    let mut segments = uri.word.segments();
    let Some(Segment::Expansion(expansion)) = segments.next() else { return false };
    let follows = matches!(segments.next(), Some(Segment::Literal { text: [b'/' | b':', ..], .. }));
    follows && is_address(cx, expansion)
}
