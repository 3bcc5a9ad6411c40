//! Free text in a query without percent-encoding.

use std::ops::Range;

use foldhash::HashMap;
use ipxe_catalog::{Implementation, SettingScope, SettingType};
use ipxe_language::text::Text;
use ipxe_syntax::{Expansion, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::{
    positional_words,
    uris::{WrittenUri, scheme_length},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unescaped-query-value",
    code: "IPX807",
    summary: "free text is used in a query, or before the host, without encoding",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut parts: Option<HashMap<&[u8], Vec<Part<'_, '_>>>> = None;
    for uri in cx.written_uris() {
        if let Some(account) = account(&uri) {
            let inside = uri.expansions().filter(|(range, _)| account.contains(&range.start));
            out.extend(inside.filter_map(|(range, expansion)| {
                let author = author(cx, expansion)?;
                let label =
                    format!("{author}: an `@`, `:`, `/` or `%` in it changes the host or the password");
                Some(report(&uri, range, expansion, "before the host", label))
            }));
        }
        let Some(query) = query(&uri) else { continue };
        for (range, expansion) in uri.expansions().filter(|(range, _)| query.contains(&range.start)) {
            if let Some(author) = author(cx, expansion) {
                out.push(report(&uri, range, expansion, "in the query", in_query(author)));
                continue;
            }
            let Some(name) = own_setting(cx, expansion) else { continue };
            // Each is reported once, wherever it is used.
            let parts = parts.get_or_insert_with(|| parts_of_settings(cx)).remove(name);
            out.extend(
                parts.into_iter().flatten().map(|part| report_part(&part, uri.span_at(range.clone()))),
            );
        }
    }
}

/// Free text in the value of a setting that is a query, or part of one.
struct Part<'a, 's> {
    expansion: Expansion<'a, 's>,
    author: &'static str,
}

/// The setting whose unchanged value an expansion is, if the script sets it.
fn own_setting<'a>(cx: &Context<'a, '_>, expansion: Expansion<'a, '_>) -> Option<&'a [u8]> {
    let inside = expansion.inside().as_literal().filter(|_| expansion.setting_type().is_none())?;
    cx.written().names().has(inside).then_some(inside)
}

/// The free text in settings that are set to `key=${…}`.
fn parts_of_settings<'a, 's>(cx: &Context<'a, 's>) -> HashMap<&'a [u8], Vec<Part<'a, 's>>> {
    let mut parts: HashMap<&[u8], Vec<Part<'_, '_>>> = HashMap::default();
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let words = positional_words(command, invocation).skip(1);
        let is_query = |word: &Word<'_, '_>| memchr::memchr(b'=', word.text()).is_some();
        for expansion in words.filter(is_query).flat_map(Word::expansions) {
            if let Some(author) = author(cx, expansion) {
                parts.entry(untyped(name)).or_default().push(Part { expansion, author });
            }
        }
    }
    parts
}

fn report_part(Part { expansion, author }: &Part<'_, '_>, used: Span) -> Diagnostic {
    let finding = finding(expansion.text(), expansion.span(), "in the query", in_query(author));
    let end = expansion
        .setting_type()
        .map_or(expansion.span().end() - 1, |setting_type| setting_type.span().start() - 1);
    let place = Span::new(end, expansion.span().end() - 1);
    finding.and_label(used, "this becomes part of the query").fix(Fix::unsafe_(
        "encode it with `:uristring`",
        place,
        ":uristring",
    ))
}

fn in_query(author: &str) -> String {
    format!("{author}: an `&`, `#`, `+` or `%` in it changes or truncates the query")
}

fn finding(text: &[u8], span: Span, place: &str, label: String) -> Diagnostic {
    let message = format!("{} is used {place} without encoding", quote(text));
    Diagnostic::new(RuleId::UnescapedQueryValue, span, message, label)
}

/// The position of the user and the password before the host of a URI.
fn account(uri: &WrittenUri<'_, '_>) -> Option<Range<usize>> {
    let start = scheme_length(uri.text())?;
    let end = start + memchr::memchr(b'@', uri.text().get(start..)?)?;
    // A slash in an expansion belongs to its name.
    let mut from = start;
    let mut plain = Vec::new();
    for (range, _) in uri.expansions().filter(|(range, _)| range.start >= start && range.end <= end) {
        plain.push(from..range.start);
        from = range.end;
    }
    plain.push(from..end);
    let is_path = |range: Range<usize>| uri.text().get(range).is_some_and(|text| text.contains(&b'/'));
    (!plain.into_iter().any(is_path)).then_some(start..end)
}

/// The position of a URI's query in its text, if it contains expansions.
fn query(uri: &WrittenUri<'_, '_>) -> Option<Range<usize>> {
    let text = uri.text();
    let start = memchr::memchr(b'?', text)? + 1;
    let end = memchr::memchr(b'#', text).unwrap_or(text.len());
    let has_expansions = memchr::memmem::find(text.get(start..end)?, b"${").is_some();
    // A value without a URI may be anything, such as text to print.
    let is_uri = uri.role.is_uri() || memchr::memmem::find(text, b"://").is_some() || text.starts_with(b"${");
    (has_expansions && is_uri).then_some(start..end)
}

/// The author of the text in an expansion, if it may be any text.
fn author(cx: &Context<'_, '_>, expansion: Expansion<'_, '_>) -> Option<&'static str> {
    let is_text =
        expansion.setting_type().is_none_or(|setting_type| setting_type.as_literal() == Some(b"string"));
    let inside = expansion.inside().as_literal().filter(|_| is_text)?;
    if cx.written().names().has(untyped(inside)) {
        return is_typed(cx, untyped(inside)).then_some("the user typed this");
    }
    let scope = expansion.scope().map(|scope| scope.as_literal().unwrap_or_default());
    let name = expansion.name().as_literal()?;
    let by_number = scope == Some(b"smbios") && name.first().is_some_and(u8::is_ascii_digit);
    let is_predefined = || {
        let setting = cx.catalog.setting(name)?;
        let is_text =
            |scope, setting_type| scope == SettingScope::Smbios && setting_type == SettingType::String;
        Some(setting.definitions.iter().all(|definition| is_text(definition.scope, definition.setting_type)))
    };
    let is_scope = scope.is_none_or(|scope| scope == b"smbios");
    let is_smbios = is_scope && if by_number { expansion.setting_type().is_some() } else { is_predefined()? };
    // A context may state its value.
    (is_smbios && !cx.known().is_provided(inside))
        .then_some("the manufacturer of the machine chose this text")
}

/// Whether only the user sets a setting.
fn is_typed(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let mut writes = cx.written().writes().iter().filter(|write| write.name.may_equal(name)).peekable();
    let is_input = |implementation| matches!(implementation, Implementation::Read | Implementation::Login);
    writes.peek().is_some() && writes.all(|write| is_input(write.implementation))
}

fn report(
    uri: &WrittenUri<'_, '_>,
    range: Range<usize>,
    expansion: Expansion<'_, '_>,
    place: &str,
    label: String,
) -> Diagnostic {
    let end = expansion
        .setting_type()
        .map_or(range.end - 1, |setting_type| range.end - 2 - setting_type.text().len());
    let fix = Fix::unsafe_("encode it with `:uristring`", uri.span_at(end..range.end - 1), ":uristring");
    finding(expansion.text(), uri.span_at(range), place, label).fix(fix)
}
