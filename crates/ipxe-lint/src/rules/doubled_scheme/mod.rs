//! A scheme before a setting whose value has its own scheme.

use std::cell::OnceCell;

use foldhash::HashSet;
use ipxe_catalog::Role;
use ipxe_language::text::Text;
use ipxe_syntax::Expansion;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::uris::{WrittenUri, scheme_length};

pub(super) const META: RuleMeta = RuleMeta {
    name: "doubled-scheme",
    code: "IPX804",
    summary: "a URL has two schemes: the value after a scheme, or after a base URL, has its own",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let servers = OnceCell::new();
    for uri in cx.written_uris().filter(|uri| !names_image(uri)) {
        // iPXE does not download URIs that it passes to an image.
        if uri.role != Role::CommandLine {
            out.extend(behind_base(cx, &uri, &servers));
        }
        let Some(colon) = memchr::memmem::find(uri.text(), b"://${") else { continue };
        let at = colon + b"://".len();
        let expansion = uri.expansions().find(|(range, _)| range.start == at);
        if let Some(finding) = expansion.and_then(|(_, expansion)| look_at(cx, &uri, at, expansion)) {
            out.push(finding);
        }
    }
}

/// Whether a supposed URI is the name of a loaded image.
fn names_image(uri: &WrittenUri<'_, '_>) -> bool {
    uri.role == Role::CommandLine && uri.word.text().starts_with(b"initrd=")
}

fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    uri: &WrittenUri<'a, 's>,
    at: usize,
    expansion: Expansion<'a, 's>,
) -> Option<Diagnostic> {
    let name = expansion.inside().as_literal()?;
    let is_working_uri = matches!(name, b"cwuri" | b"cwduri") && !cx.written().names().has(name);
    let values = cx.uri_settings().of(expansion);
    if values.is_empty() && !is_working_uri && !cx.known().is_provided(name) {
        return None;
    }
    let known = cx.analysis().before(uri.command.id())?.setting(name);
    let with_scheme = known.texts.iter().filter(|text| scheme_length(text.head()).is_some()).count();
    if with_scheme == 0 && !is_working_uri {
        return None;
    }
    let is_certain = is_working_uri || (with_scheme == known.texts.len() && !known.others);
    let is_argument = uri.role == Role::CommandLine;
    let level = if is_certain && !is_argument { Level::Error } else { Level::Warning };
    let message = format!(
        "{} has two schemes: the value of {} has one, too",
        quote(uri.text()),
        quote(expansion.text())
    );
    let label = if is_argument {
        "programs that use this look for a host named after the second scheme"
    } else {
        "iPXE looks for a host named after the second scheme"
    };
    let finding = Diagnostic::new(RuleId::DoubledScheme, uri.span_at(0..at), message, label).at_level(level);
    let set_here =
        |value: &&WrittenUri<'_, '_>| known.set_by.commands().any(|command| command == value.command.id());
    let source =
        values.iter().filter(set_here).find_map(|value| Some(value.span_at(0..scheme_length(value.text())?)));
    let finding = match source {
        Some(span) => finding.and_label(span, "its value has a scheme already"),
        None => finding,
    };
    let title = "remove the first scheme";
    let is_plain = scheme_length(uri.text()) == Some(at);
    Some(if is_plain {
        finding.fix(Fix::unsafe_(title, uri.span_at(0..at), ""))
    } else {
        finding.help(title)
    })
}

/// A whole URL after the beginning of another one: `${base}/http://…`.
fn behind_base<'a, 's>(
    cx: &Context<'a, 's>,
    uri: &WrittenUri<'a, 's>,
    servers: &OnceCell<HashSet<&'a [u8]>>,
) -> Option<Diagnostic> {
    let text = uri.text();
    let is_plain = |at: usize| at > 0 && scheme_length(text.get(at..).unwrap_or_default()).is_some();
    let colons = memchr::memmem::find_iter(text, b"://");
    let mut written = colons.filter_map(|colon| scheme_start(text, colon)).filter(|at| is_plain(*at));
    let of_setting = || {
        let mut expansions = uri.expansions().filter(|(range, _)| range.start > 0);
        expansions.find(|(_, expansion)| cx.uri_settings().may_be_url(*expansion))
    };
    let (at, setting) = match written.next() {
        Some(at) => (at, None),
        None => of_setting().map(|(range, expansion)| (range.start, Some(expansion)))?,
    };
    let (before, after) = text.split_at(at);
    // A URL in a query is for the server.
    if before.ends_with(b"://") || before.iter().any(|byte| matches!(byte, b'?' | b'#' | b'=' | b',')) {
        return None;
    }
    let moment = cx.analysis().before(uri.command.id())?;
    let (bases, is_base_sure) = urls(cx, uri, 0, moment.texts(before))?;
    let (rest, is_rest_sure) = urls(cx, uri, at, moment.texts(after))?;
    if bases.iter().any(|base| base.known_bytes().iter().any(|byte| matches!(byte, b'?' | b'#'))) {
        return None;
    }
    // A proxy may get such requests, but not for its own files.
    let may_be_proxy = bases.iter().any(|base| {
        base.head().starts_with(b"http")
            && !rest.iter().any(|rest| authority(base.head()) == authority(rest.head()))
    });
    let servers =
        || servers.get_or_init(|| cx.written_uris().filter_map(|uri| server_of_path(&uri)).collect());
    if may_be_proxy && !server(uri).is_some_and(|server| servers().contains(server)) {
        return None;
    }
    let is_certain = is_base_sure && is_rest_sure && !may_be_proxy;
    let level = if is_certain { Level::Error } else { Level::Warning };
    let what = setting.map_or(after, Expansion::text);
    let message = format!("{} is a whole URL after the beginning of another one", quote(what));
    let label = "iPXE uses this as a path on the server of the first URL";
    let end = setting.map_or(text.len(), |setting| at + setting.text().len());
    let finding = Diagnostic::new(RuleId::DoubledScheme, uri.span_at(at..end), message, label)
        .at_level(level)
        .and_label(uri.span_at(0..at), "the beginning of the first URL");
    let fix = Fix::unsafe_("remove the first URL", uri.span_at(0..at), "");
    Some(finding.fix(fix))
}

/// The possible values of a part of a URI, if all of them are URLs; and whether that is certain: the effects of
/// executed scripts on a setting are unknown, and then the value that is set here counts.
fn urls<'a, 's>(
    cx: &Context<'a, 's>,
    uri: &WrittenUri<'a, 's>,
    at: usize,
    texts: Vec<Text<'static>>,
) -> Option<(Vec<Text<'static>>, bool)> {
    let is_url = |text: &Text<'_>| scheme_length(text.head()).is_some();
    if !texts.is_empty() && texts.iter().all(is_url) {
        return Some((texts, true));
    }
    // If all possible values are known, nothing else counts; and a command does not read the value that it sets itself.
    if !texts.is_empty() && texts.iter().all(Text::is_known) {
        return None;
    }
    let (_, expansion) = uri.expansions().find(|(range, _)| range.start == at)?;
    let values =
        cx.uri_settings().of(expansion).iter().filter(|value| value.command.id() != uri.command.id());
    let texts: Vec<_> = values.map(|value| Text::known(value.text().to_vec())).collect();
    (!texts.is_empty() && texts.iter().all(is_url)).then_some((texts, false))
}

/// The part that determines the server of a URI: the setting at its beginning, or its scheme and host.
fn server<'a>(uri: &WrittenUri<'a, '_>) -> Option<&'a [u8]> {
    let text = uri.text();
    if let Some((range, _)) = uri.expansions().next().filter(|(range, _)| range.start == 0) {
        return text.get(range);
    }
    let host = scheme_length(text)?;
    let slash = memchr::memchr(b'/', text.get(host..)?)?;
    text.get(..host + slash)
}

/// The server of a URI for one of the server's own files.
fn server_of_path<'a>(uri: &WrittenUri<'a, '_>) -> Option<&'a [u8]> {
    let server = server(uri)?;
    let path = uri.text().get(server.len()..)?.strip_prefix(b"/")?;
    let is_plain =
        path.first().is_some_and(|byte| *byte != b'$') && memchr::memmem::find(path, b"://").is_none();
    is_plain.then_some(server)
}

/// The start of the scheme that ends in this colon.
fn scheme_start(text: &[u8], colon: usize) -> Option<usize> {
    let length = text.get(..colon)?.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    Some(colon - length)
}

/// The host and port of a URL, if there is text after them.
fn authority(url: &[u8]) -> Option<&[u8]> {
    let rest = url.get(scheme_length(url)?..)?;
    memchr::memchr(b'/', rest).and_then(|slash| rest.get(..slash))
}
