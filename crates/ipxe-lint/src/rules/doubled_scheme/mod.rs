//! A scheme before a setting that has one of its own.

use ipxe_syntax::Expansion;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::uris::{WrittenUri, scheme_length},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "doubled-scheme",
    code: "IPX804",
    summary: "a scheme stands before a setting whose value has one",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for uri in cx.written_uris() {
        let Some(colon) = memchr::memmem::find(uri.text(), b"://${") else { continue };
        let at = colon + b"://".len();
        let expansion = uri.expansions().find(|(range, _)| range.start == at);
        if let Some(finding) = expansion.and_then(|(_, expansion)| look_at(cx, &uri, at, expansion)) {
            out.push(finding);
        }
    }
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
    let level = if is_certain { Level::Error } else { Level::Warning };
    let message =
        format!("{} has two schemes: {} holds one of its own", quote(uri.text()), quote(expansion.text()));
    let label = "iPXE asks a host of the second scheme's name";
    let finding = Diagnostic::new(RuleId::DoubledScheme, uri.span_at(0..at), message, label).at_level(level);
    let set_here =
        |value: &&WrittenUri<'_, '_>| known.set_by.commands().any(|command| command == value.command.id());
    let source =
        values.iter().filter(set_here).find_map(|value| Some(value.span_at(0..scheme_length(value.text())?)));
    let finding = match source {
        Some(span) => finding.and_label(span, "it has one already"),
        None => finding,
    };
    let title = "leave out the first scheme";
    let is_plain = scheme_length(uri.text()) == Some(at);
    Some(if is_plain {
        finding.fix(Fix::unsafe_(title, uri.span_at(0..at), ""))
    } else {
        finding.help(title)
    })
}
