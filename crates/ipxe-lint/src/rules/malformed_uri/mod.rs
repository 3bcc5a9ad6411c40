//! URIs that iPXE misreads, or that name no host.

mod address;
mod authority;
mod fault;
mod slip;

use std::ops::Range;

use ipxe_catalog::{Role, world::Meaning};
use ipxe_language::{text::Text, uri::Uri};
use ipxe_syntax::{Segment, Span};

use crate::facts::settled_uris::faults_of_settled;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use fault::Fault;
use ipxe_model::commands::{
    hosts::is_address,
    uris::{UriWord, WrittenUri, scheme_length},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-uri",
    code: "IPX801",
    summary: "a URI is malformed",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.uris() {
        let fault = fault_of(uri.text, uri.role).or_else(|| slashes_before_address(cx, uri));
        let Some(fault) = fault else { continue };
        let edit = fault
            .edit
            .as_ref()
            .and_then(|(range, text)| Some((uri.exact_place(range.clone())?, text.clone())));
        out.push(report(uri.word.text(), uri.place(fault.range.clone()), edit, fault));
    }
    out.extend(cx.uris().iter().filter_map(|uri| hosts_in_setting(cx, uri)));
    let carried: Vec<_> = cx.carried_uris().iter().filter_map(|uri| Some((uri, inside(uri)?))).collect();
    // The finding is about the value, and not about its use.
    let is_told = |source: Span| carried.iter().any(|(uri, _)| uri.word.span() == source);
    out.extend(faults_of_settled(cx, |uri, text| {
        let fault = fault_of(text, uri.role).filter(|_| !is_told(uri.source))?;
        let shown = if text.is_known() { text.known_bytes() } else { uri.word.text() };
        Some(report(shown, uri.word.span(), None, fault))
    }));
    out.extend(carried.into_iter().map(|(_, finding)| finding));
}

/// `tftp:${next-server}/menu.ipxe`: the setting contains an address, and does not begin with the slashes.
fn slashes_before_address(cx: &Context<'_, '_>, uri: &UriWord<'_, '_>) -> Option<Fault> {
    let mut segments = uri.word.segments();
    let Some(Segment::Literal { text, .. }) = segments.next() else { return None };
    let scheme = text.strip_suffix(b":").filter(|scheme| Meaning::HostScheme.is_in(scheme))?;
    let scheme = std::str::from_utf8(scheme).ok()?;
    let follows = matches!(segments.next(), Some(Segment::Expansion(next)) if is_address(cx, next));
    (follows && uri.role != Role::SanUri).then(|| slip::no_slashes(scheme))
}

/// `http://${server}/x`, if the setting contains several hosts.
fn hosts_in_setting<'a, 's>(cx: &Context<'a, 's>, uri: &UriWord<'a, 's>) -> Option<Diagnostic> {
    if uri.is_literal() || scheme_length(uri.text.head()).is_none() {
        return None;
    }
    let fault = |text: &Text<'_>| {
        Uri::parse(text)
            .host
            .and_then(authority::several_hosts)
            .filter(|_| fault_of(uri.text, uri.role).is_none())
    };
    let found = fault(&cx.constants().resolve(uri.word, cx))?;
    let texts = cx.analysis().before(uri.command.id())?.texts(uri.word.text());
    let wrong = texts.iter().filter(|text| fault(text).is_some()).count();
    let level = if wrong == texts.len() { found.level } else { Level::Warning };
    let source = uri.word.expansions().find_map(|expansion| cx.constants().place(expansion))?;
    let finding = report(uri.word.text(), uri.word.span(), None, found.at_level(level));
    (wrong > 0).then(|| finding.and_label(source, "the setting gets its value here"))
}

fn report(uri: &[u8], span: Span, edit: Option<(Span, String)>, fault: Fault) -> Diagnostic {
    let message = format!("{}: {}", quote(uri), fault.cause);
    let finding =
        Diagnostic::new(RuleId::MalformedUri, span, message, fault.consequence).at_level(fault.level);
    match edit {
        Some((place, text)) => finding.fix(Fix::unsafe_(fault.help, place, text)),
        None => finding.help(fault.help),
    }
}

/// The mistake in a URI that iPXE does not read as one: in the value of a setting, or in the command line of an image.
fn inside(uri: &WrittenUri<'_, '_>) -> Option<Diagnostic> {
    let is_drive = uri.text().starts_with(b"iscsi:") && uri.role == Role::SettingValue;
    if !is_drive && (!begins_like_uri(uri.text()) || is_nfs_path(uri.text())) {
        return None;
    }
    let fault = match uri.word.as_literal() {
        Some(_) if is_drive => slip::san(&Text::from(uri.text())),
        None if is_drive => slip::san(&with_hole(uri.text())),
        Some(_) => fault_inside(uri.text()),
        None => slip::scheme(&with_hole(uri.text())),
    }?;
    let place = |range: &Range<usize>| uri.span_at(range.clone());
    let edit = fault.edit.as_ref().map(|(range, text)| (place(range), text.clone()));
    let fault = match uri.role {
        Role::CommandLine if fault.level == Level::Error => {
            fault.meaning("this is passed on as it is, and downloads from it fail")
        }
        _ => fault,
    };
    Some(report(uri.text(), place(&fault.range), edit, fault.at_level(Level::Warning)))
}

/// `nfs:[OPTIONS:]SERVER:/PATH`, as installers and initial file systems read it.
fn is_nfs_path(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"nfs:").or_else(|| text.strip_prefix(b"nfs4:")).unwrap_or_default();
    !rest.starts_with(b"/") && memchr::memmem::find(rest, b":/").is_some()
}

/// A text up to its first expansion, with a hole after it.
fn with_hole(text: &[u8]) -> Text<'static> {
    let end = memchr::memmem::find(text, b"${").unwrap_or(text.len());
    let mut head = Text::known(text.get(..end).unwrap_or_default().to_vec());
    head.push_unknown();
    head
}

/// A certain mistake in a URI.
fn fault_of(text: &Text<'_>, role: Role) -> Option<Fault> {
    if let Some(fault) = slip::marks(text) {
        return Some(fault);
    }
    if role == Role::SanUri {
        return slip::san(text);
    }
    let uri = Uri::parse(text);
    let slip = || slip::port(text, &uri).or_else(|| slip::path(text, &uri));
    slip::scheme(text).or_else(|| authority::fault(text, &uri)).or_else(slip)
}

/// Whether a text begins with a scheme, or something that was meant to be one.
fn begins_like_uri(text: &[u8]) -> bool {
    let begins = |scheme: &str| {
        text.starts_with(scheme.as_bytes()) && matches!(text.get(scheme.len()), Some(b':' | b'/' | b';'))
    };
    Meaning::HostScheme.words().any(begins)
}

/// A mistake in a URI that iPXE itself does not use, or not yet: its end may be unknown.
fn fault_inside(bytes: &[u8]) -> Option<Fault> {
    let text = Text::from(bytes);
    let uri = Uri::parse(&text);
    let is_begun = uri.path.is_none();
    slip::scheme(&text)
        .or_else(|| authority::fault(&text, &uri).filter(|_| !is_begun))
        .or_else(|| slip::query(&uri))
}
