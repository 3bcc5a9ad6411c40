//! Setting types that do not exist.

use foldhash::HashMap;
use ipxe_catalog::{Catalog, CommandForm, Role, world::AliasOf};
use ipxe_language::{invocation::Invocation, options::ArgumentErrorKind, setting_name::SettingName};
use ipxe_syntax::{Command, Span};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-setting-type",
    code: "IPX302",
    summary: "a setting has a type that iPXE does not have",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of types with suggestions: comparisons of names are slow.
const QUESTIONS: usize = 100;

/// The places of one type.
#[derive(Default)]
struct Places {
    expansions: Vec<Span>,
    names: Vec<Span>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut unknown: Vec<(&[u8], Places)> = Vec::new();
    let mut index: HashMap<&[u8], usize> = HashMap::default();
    let mut note = |name, span, is_expansion: bool| {
        let at = *index.entry(name).or_insert_with(|| {
            unknown.push((name, Places::default()));
            unknown.len() - 1
        });
        if let Some((_, places)) = unknown.get_mut(at) {
            if is_expansion { places.expansions.push(span) } else { places.names.push(span) }
        }
    };
    for (command, invocation) in cx.invocations() {
        let read = command.expansions().filter_map(|expansion| {
            let part = expansion.setting_type()?;
            Some((part.as_literal()?, part.span(), true))
        });
        let named =
            invocation.form().filter(|form| takes_names(form)).map(|_| named_types(command, invocation));
        let named = named.into_iter().flatten().map(|(name, span)| (name, span, false));
        for (name, span, is_expansion) in read.chain(named) {
            if cx.catalog.setting_type(name).is_none() {
                note(name, span, is_expansion);
            }
        }
    }
    for (name, span) in cx.misuses().filter_map(|misuse| type_of_option(&misuse)) {
        note(name, span, false);
    }
    for (at, (name, places)) in unknown.iter().enumerate() {
        let near = if at < QUESTIONS { suggestion(cx, name) } else { None };
        out.push(report(cx, name, places, near));
    }
}

/// Whether the arguments of a command include names of settings.
fn takes_names(form: &CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role.is_setting())
}

/// The types in the names of settings in a command's arguments, without `${…}`.
fn named_types<'a>(
    command: Command<'a, '_>,
    invocation: &Invocation<'_>,
) -> impl Iterator<Item = (&'a [u8], Span)> {
    let form = invocation.form();
    let first = invocation.arguments().map_or(usize::MAX, |arguments| arguments.first_positional);
    let role = move |at: usize| form?.argument(at.checked_sub(first)?).map(|argument| argument.role);
    let words =
        command.arguments().enumerate().filter(move |(at, _)| role(*at).is_some_and(Role::is_setting));
    words.filter_map(|(_, word)| {
        let text = word.as_literal()?;
        // `set x=http://…` is another mistake.
        let name = SettingName::parse(text).setting_type.filter(|_| !text.contains(&b'='))?;
        Some((name, word.span_at(text.len() - name.len()..text.len())))
    })
}

/// The type in the name of a setting in an option.
fn type_of_option<'a>(misuse: &Misuse<'a, '_>) -> Option<(&'a [u8], Span)> {
    let ArgumentErrorKind::UnknownSettingType { .. } = misuse.error.kind else { return None };
    let word = misuse.word()?;
    let name = word.as_literal()?.get(misuse.error.range.clone())?;
    let setting_type = SettingName::parse(name).setting_type?;
    let end = misuse.error.range.end;
    Some((setting_type, word.span_at(end - setting_type.len()..end)))
}

fn report(cx: &Context<'_, '_>, name: &[u8], places: &Places, near: Option<&str>) -> Diagnostic {
    let mut spans: Vec<_> = places.expansions.iter().chain(&places.names).copied().collect();
    spans.sort_unstable();
    let first = spans.first().copied().unwrap_or_default();
    let written = places.names.contains(&first);
    let label = if written { "the command fails here" } else { "so this expands to nothing" };
    let known = Catalog::setting_type_in_any_release(name).and_then(|spec| spec.releases().next());
    let message = match known {
        Some(since) => format!("setting type {} needs iPXE {since} or newer", quote(name)),
        None if name.is_empty() => "a setting type is missing after the colon".to_owned(),
        None => format!("{} is not a setting type", quote(name)),
    };
    let finding = Diagnostic::new(RuleId::UnknownSettingType, first, message, label);
    let finding = label_all(finding, spans.iter().skip(1).copied(), "also here");
    if known.is_some() {
        return finding.help(format!("the target is iPXE {}", cx.catalog.target().version()));
    }
    if name.starts_with(b"-") || name.starts_with(b"=") {
        return finding
            .help("iPXE has no default values in expansions; write `isset ${x} || set x VALUE` before this");
    }
    let Some(near) = near else { return finding.help(format!("possible types: {}", all(cx))) };
    let title = format!("did you mean `{near}`?");
    match fix_all(&title, spans.iter().map(|span| (*span, near.to_owned()))) {
        Some(fix) => finding.fix(fix),
        None => finding.help(title),
    }
}

fn suggestion(cx: &Context<'_, '_>, name: &[u8]) -> Option<&'static str> {
    AliasOf::Type.own_name(name).or_else(|| cx.catalog.suggest_setting_type(name))
}

fn all(cx: &Context<'_, '_>) -> String {
    cx.catalog.setting_types().map(|spec| format!("`{}`", spec.name)).collect::<Vec<_>>().join(", ")
}
