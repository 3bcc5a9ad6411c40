//! Hosts without a scheme before them.

use ipxe_catalog::Role;
use ipxe_language::text::Text;
use ipxe_syntax::{Segment, Span, Word};

use crate::facts::settled_uris::faults_of_settled;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::hosts::{Host, host_at_start, is_address};

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
        if let Some((host, slashes, length)) = host(cx, uri.text) {
            let (cause, level) = describe(host);
            let insertion = if slashes == 0 { "http://" } else { "http:" };
            let span = uri.word.span_at(slashes..slashes + length);
            out.push(fixed(report(uri.word, uri.text, cause, level, span), uri.word, insertion));
        } else if begins_with_address(cx, uri.word) {
            let finding =
                report(uri.word, uri.text, "it begins with an address", Level::Error, uri.word.span());
            out.push(fixed(finding, uri.word, "http://"));
        }
    }
    out.extend(faults_of_settled(cx, |uri, text| {
        let is_other_matter = uri.role == Role::SanUri || begins_with_address(cx, uri.word);
        let (host, slashes, length) = host(cx, text).filter(|_| !is_other_matter)?;
        let (cause, level) = describe(host);
        let host = quote(text.head().get(slashes..slashes + length)?);
        let finding = report(uri.word, text, &format!("{cause}, {host}"), level, uri.word.span());
        Some(fixed(finding, uri.word, if slashes == 0 { "http://" } else { "http:" }))
    }));
}

/// The host at the start of a URI without a scheme, the number of slashes before it, and its length. None if the
/// script's folder contains a folder of this name.
fn host(cx: &Context<'_, '_>, text: &Text<'_>) -> Option<(Host, usize, usize)> {
    let head = text.head();
    let slashes = if head.starts_with(b"//") { 2 } else { 0 };
    let rest = head.get(slashes..).unwrap_or_default();
    let (host, length) = host_at_start(rest, text.is_known())?;
    let is_folder = slashes == 0
        && rest.get(..length).is_some_and(|name| cx.options.surroundings.has_dotted_folder(name));
    (!is_folder).then_some((host, slashes, length))
}

fn describe(host: Host) -> (&'static str, Level) {
    match host {
        Host::Address => ("it begins with an address", Level::Error),
        Host::WithPort => ("it begins with a host and a port", Level::Error),
        Host::Name => ("it begins with what looks like a host", Level::Warning),
    }
}

fn report(word: Word<'_, '_>, text: &Text<'_>, cause: &str, level: Level, span: Span) -> Diagnostic {
    let message = format!("{} has no scheme, though {cause}", quote(word.text()));
    let label = if text.head().starts_with(b"/") || !text.head().contains(&b':') {
        "iPXE uses this as a path on the server that the script came from"
    } else {
        "without a scheme, iPXE does not read this as a host"
    };
    Diagnostic::new(RuleId::MissingScheme, span, message, label).at_level(level)
}

fn fixed(finding: Diagnostic, word: Word<'_, '_>, insertion: &str) -> Diagnostic {
    finding.fix(Fix::unsafe_("write the scheme, such as `http://`", word.span_at(0..0), insertion))
}

/// Whether the word begins with a setting that can only contain an address, as in `${next-server}/menu.ipxe`.
fn begins_with_address(cx: &Context<'_, '_>, word: Word<'_, '_>) -> bool {
    let mut segments = word.segments();
    let Some(Segment::Expansion(expansion)) = segments.next() else { return false };
    let follows = matches!(segments.next(), Some(Segment::Literal { text: [b'/' | b':', ..], .. }));
    follows && is_address(cx, expansion)
}
