//! Values that iPXE reads as options.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::{
    invocation::Invocation,
    options::{ArgumentErrorKind, parse_arguments},
    text::Text,
};
use ipxe_syntax::{Command, Span, Word};

use super::text_taken_as_option::is_decoration;
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "dash-from-setting",
    code: "IPX221",
    summary: "the value of a setting begins with `-`, so iPXE reads it as an option",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let dashes = values_with_dash(cx);
    if dashes.is_empty() {
        return;
    }
    for (command, invocation) in cx.invocations() {
        // The engine determines which arguments could be options.
        let is_open = invocation.arguments().is_some_and(|arguments| arguments.doubts().next().is_some());
        if is_open {
            out.extend(report(cx, &dashes, command, invocation));
        }
    }
}

/// The settings that are set to a text that begins with `-`, and the places.
fn values_with_dash<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], Span> {
    let sets = cx.invocations_of(Implementation::Set);
    let values = sets.filter_map(|(command, invocation)| {
        let name = invocation.positional(0)?.as_known()?;
        let word = positional_words(command, invocation).nth(1)?;
        let end = command.span().end();
        word.text().starts_with(b"-").then(|| (name, Span::new(word.span().start(), end)))
    });
    values.collect()
}

fn report<'a, 's>(
    cx: &Context<'a, 's>,
    dashes: &HashMap<&[u8], Span>,
    command: Command<'a, 's>,
    invocation: &'a Invocation<'a>,
) -> Option<Diagnostic> {
    let known = invocation.command()?;
    let words: Vec<Word<'_, '_>> = command.arguments().collect();
    let texts: Vec<Text<'_>> = words.iter().map(|word| cx.constants().resolve(*word, cx)).collect();
    let error = parse_arguments(cx.catalog, known.form, &texts).err()?;
    let word = *words.get(error.argument)?;
    let set = word.expansions().find_map(|expansion| dashes.get(expansion.inside().as_literal()?))?;
    let ArgumentErrorKind::UnknownOption { name: option } = &error.kind else { return None };
    let value = texts.get(error.argument)?.known_bytes();
    let name = known.spec.name;
    let message = format!("{} begins with `-`, so `{name}` reads it as an option", quote(word.text()));
    let label = format!("not an option of `{name}`: {}", cx.failure_of(command, name));
    let finding = Diagnostic::new(RuleId::DashFromSetting, word.span(), message, label)
        .and_label(*set, "this is its value");
    if is_decoration(option) {
        let before = Span::empty(word.span().start());
        return Some(finding.fix(Fix::unsafe_(
            "write `-- ` before it: nothing after that is an option",
            before,
            "-- ",
        )));
    }
    Some(if value.contains(&b' ') {
        finding.help(
            "the value of a setting stays one word: write the option and its value in the command itself",
        )
    } else {
        finding.help(format!("`{name}` has no such option; write `-- ` before text that begins with `-`"))
    })
}
