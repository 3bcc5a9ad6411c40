//! Schemes that do not exist in any iPXE.

mod colons;

use ipxe_catalog::{Catalog, Release, Role, world::Meaning};
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
};
use ipxe_syntax::Span;

use crate::facts::settled_uris::faults_of_settled;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{
    hosts::host_at_start,
    uris::{UriWord, WrittenUri},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-scheme",
    code: "IPX803",
    summary: "no release of iPXE knows the scheme of a URI",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.uris() {
        if let Some(finding) = unknown(cx, uri) {
            out.push(finding);
        }
    }
    if cx.catalog.target().release() <= Release::V1_21_1 {
        out.extend(cx.uris().iter().filter_map(|uri| colons::in_relative(cx, uri)));
    }
    let misspelt: Vec<_> = cx.carried_uris().iter().filter_map(|uri| misspelt(cx, uri)).collect();
    // The finding is about the value, and not about its use.
    let is_told = |source: Span| misspelt.iter().any(|finding| finding.span.start() == source.start());
    out.extend(faults_of_settled(cx, |uri, text| {
        let (length, is_scheme) = scheme(text)?;
        let name = text.head().get(..length)?;
        if is_told(uri.source) {
            return None;
        }
        Some(match cx.catalog.suggest_uri_scheme(&name.to_ascii_lowercase()) {
            Some(near) => describe(name, is_scheme, uri.word.span()).help(format!("did you mean `{near}`?")),
            None => describe(name, is_scheme, uri.word.span()).help(HELP),
        })
    }));
    out.extend(misspelt);
}

const HELP: &str = "use a scheme that iPXE has, such as `http`, `https` or `tftp`";

/// A misspelt scheme in a setting's value or a kernel's argument.
fn misspelt(cx: &Context<'_, '_>, uri: &WrittenUri<'_, '_>) -> Option<Diagnostic> {
    let length = length_for_people(uri.text())?;
    let name = uri
        .text()
        .get(..length)
        .filter(|name| name.len() > 2 && name.iter().all(u8::is_ascii_alphabetic))?
        .to_ascii_lowercase();
    let is_known = Catalog::uri_scheme_in_any_release(&name).is_some();
    if is_known || Meaning::OtherScheme.is_in(&name) {
        return None;
    }
    let near =
        cx.catalog.suggest_uri_scheme(&name).filter(|near| Meaning::HostScheme.is_in(near.as_bytes()))?;
    let span = uri.span_at(0..length);
    let message = format!("iPXE has no URI scheme {}", quote(&name));
    let label = if uri.role == Role::CommandLine {
        "nothing can be downloaded with this"
    } else {
        "nothing can be downloaded from URIs that begin like this"
    };
    let finding = Diagnostic::new(RuleId::UnknownScheme, span, message, label).at_level(Level::Warning);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), span, near)))
}

fn unknown(cx: &Context<'_, '_>, uri: &UriWord<'_, '_>) -> Option<Diagnostic> {
    let (length, is_scheme) = scheme(uri.text)?;
    let name = uri.text.head().get(..length)?;
    let span = uri.word.span_at(0..length);
    let finding = describe(name, is_scheme, span);
    Some(match cx.catalog.suggest_uri_scheme(&name.to_ascii_lowercase()) {
        Some(near) => finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), span, near)),
        None => finding.help(HELP),
    })
}

/// The length of a scheme that no iPXE has, and whether iPXE reads it as a scheme.
fn scheme(text: &Text<'_>) -> Option<(usize, bool)> {
    let (length, is_scheme) = match Uri::parse(text).scheme {
        UriScheme::Known(scheme) => (scheme.bytes().len(), true),
        // `s3://`: people read this as a scheme, but iPXE does not.
        UriScheme::Absent => (length_for_people(text.head())?, false),
        UriScheme::Unknown => return None,
    };
    let known = text.head().get(..length)?.to_ascii_lowercase();
    let is_other = Catalog::uri_scheme_in_any_release(&known).is_some()
        || host_at_start(text.head(), text.is_known()).is_some();
    (!is_other).then_some((length, is_scheme))
}

fn describe(name: &[u8], is_scheme: bool, span: Span) -> Diagnostic {
    let message = format!("iPXE has no URI scheme {}", quote(name));
    let label = if is_scheme {
        "iPXE cannot open this: the command fails"
    } else {
        "a scheme has no digits or dots in iPXE: it uses all of this as a relative path"
    };
    Diagnostic::new(RuleId::UnknownScheme, span, message, label)
}

/// The length of the text before `://`, which a person reads as a scheme.
fn length_for_people(text: &[u8]) -> Option<usize> {
    let length = text
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')))?;
    let (name, rest) = text.split_at(length);
    (!name.is_empty() && rest.starts_with(b"://")).then_some(length)
}
