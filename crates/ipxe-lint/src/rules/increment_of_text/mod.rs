//! `inc` on settings that contain text.

mod sum;

use foldhash::HashMap;
use ipxe_catalog::{Implementation, SettingType};
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "increment-of-text",
    code: "IPX324",
    summary: "a number is added to text: `inc` on a setting stored as text, or a sum in `set`",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of places that store the text that a finding points at.
const LABELLED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    sum::check(cx, out);
    if cx.invocations_of(Implementation::Inc).next().is_none() || cx.written().names().is_open() {
        return;
    }
    let texts = texts(cx);
    for (command, invocation) in cx.invocations_of(Implementation::Inc) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let Some(Some(writes)) = texts.get(name) else { continue };
        let Some(word) = positional_words(command, invocation).next() else { continue };
        if !cx.flow.is_reachable(command.id()) || !reach(cx, writes, command.id()) {
            continue;
        }
        let message = format!("{} holds text, and `inc` only adds to numbers", quote(name));
        let finding =
            Diagnostic::new(RuleId::IncrementOfText, word.span(), message, cx.failure_of(command, "inc"));
        out.push(pointing_at(cx, finding, name, writes));
    }
}

/// The names, without scope and type, under which the script only stores text, and the places. Nothing for names under
/// which it may store something else.
fn texts<'c>(cx: &'c Context<'_, '_>) -> HashMap<&'c [u8], Option<Vec<CommandId>>> {
    let mut texts: HashMap<&[u8], Option<Vec<CommandId>>> = HashMap::default();
    for write in cx.written().writes() {
        let Some(written) = write.name.as_known() else { continue };
        let SettingName { scope, name, setting_type } = SettingName::parse(written);
        let is_text = setting_type.is_none_or(|setting_type| setting_type == b"string")
            && scope.is_empty()
            && cx.known().default_type(name) == SettingType::String;
        let stores = matches!(
            write.implementation,
            Implementation::Set | Implementation::Read | Implementation::Choose
        );
        let adds = write.implementation == Implementation::Inc;
        match (is_text, stores, adds) {
            (true, true, _) => {
                if let Some(writes) = texts.entry(name).or_insert_with(|| Some(Vec::new())) {
                    writes.push(write.command);
                }
            }
            (true, false, true) => {}
            _ => _ = texts.insert(name, None),
        }
    }
    texts
}

/// Whether the command is reachable after one of the writes.
fn reach(cx: &Context<'_, '_>, writes: &[CommandId], command: CommandId) -> bool {
    let reachable = writes.iter().copied().filter(|write| cx.flow.is_reachable(*write));
    cx.flow.reachable_from(reachable).contains(command)
}

fn pointing_at(cx: &Context<'_, '_>, finding: Diagnostic, name: &[u8], writes: &[CommandId]) -> Diagnostic {
    let named = |write: &CommandId| {
        let command = cx.script.command(*write)?;
        command.arguments().find(|word| word.as_literal() == Some(name)).map(ipxe_syntax::Word::span)
    };
    let places: Vec<Span> = writes.iter().filter_map(named).collect();
    let finding = places
        .iter()
        .take(LABELLED)
        .fold(finding, |finding, place| finding.and_label(*place, "stored as text here"));
    let all_set = writes
        .iter()
        .all(|write| cx.form_of(*write).is_some_and(|form| form.implementation == Implementation::Set));
    match places.split_first() {
        Some((first, more)) if all_set && places.len() == writes.len() => {
            let typed = |span: &Span| (Span::empty(span.end()), ":int32");
            let fix = Fix::unsafe_(
                "store it as a number: add the type `:int32`",
                Span::empty(first.end()),
                ":int32",
            );
            finding.fix(more.iter().map(typed).fold(fix, |fix, (span, text)| fix.and(span, text)))
        }
        _ => finding.help("store it as a number: `set NAME:int32 0`"),
    }
}
