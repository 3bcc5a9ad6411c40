//! Settings whose value is not a number, where a command needs one.

use std::collections::BTreeMap;

use ipxe_catalog::{Implementation, Role};
use ipxe_language::{integer::parse_integer, setting_name::SettingName, text::Text};
use ipxe_model::commands::{comparison::sole_expansion, placeholder::is_placeholder, positional_words};
use ipxe_syntax::{Command, CommandId, Span, Word};

use super::{expected_for, takes_number};
use crate::{Diagnostic, Level, RuleId, context::Context, sink::Sink, text::quote};

/// The maximum number of uses of such settings that are checked.
const USES: usize = 64;

/// A value that is not a number.
struct Held {
    command: CommandId,
    text: Vec<u8>,
    place: Span,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let uses = cx.invocations_where(&takes_number).flat_map(|(command, _)| used(cx, command));
    let mut uses = uses.take(USES).peekable();
    if uses.peek().is_none() {
        return;
    }
    let held = held(cx);
    let mut reported = Vec::new();
    for (command, word, role) in uses {
        let name = sole_expansion(word).and_then(|used| used.inside().as_literal());
        let Some((name, values)) = name.and_then(|name| held.get_key_value(name)) else { continue };
        let Some(known) = cx.analysis().before(command.id()).map(|moment| moment.setting(name)) else {
            continue;
        };
        let sets = |value: &&Held| known.set_by.commands().any(|by| by == value.command);
        let shows = |value: &&Held| known.texts.iter().any(|text| text.as_known() == Some(&value.text));
        let all_wrong =
            known.texts.len() == 1 && known.set_by.commands().nth(1).is_none() && known.unset_by.is_empty();
        for value in values.iter().filter(sets).filter(shows) {
            if !reported.contains(&value.command) {
                reported.push(value.command);
                out.push(report(cx, command, word, role, value, all_wrong));
            }
        }
    }
}

/// The words of a command that must be numbers and consist of one expansion.
fn used<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
) -> Vec<(Command<'a, 's>, Word<'a, 's>, Role)> {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return Vec::new() };
    let (Some(form), Some(arguments)) = (invocation.form(), invocation.arguments()) else {
        return Vec::new();
    };
    let words: Vec<Word<'a, 's>> = command.arguments().collect();
    let options = arguments.options.iter().filter_map(|option| {
        let value = option.value.filter(|value| value.argument != option.argument)?;
        Some((words.get(value.argument).copied()?, option.spec.role))
    });
    let positionals = words.iter().skip(arguments.first_positional).enumerate();
    let positionals = positionals.filter_map(|(at, word)| Some((*word, form.argument(at)?.role)));
    let all = options.chain(positionals).filter(|(word, role)| role.is_integer() && word.has_expansion());
    all.map(|(word, role)| (command, word, role)).collect()
}

/// The script's own settings that somewhere get a value which is not a number, by name.
fn held<'a>(cx: &Context<'a, '_>) -> BTreeMap<&'a [u8], Vec<Held>> {
    let mut held: BTreeMap<&[u8], Vec<Held>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(whole) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let SettingName { scope, name, setting_type } = SettingName::parse(whole);
        if !scope.is_empty() || setting_type.is_some() {
            continue;
        }
        let words: Vec<_> = positional_words(command, invocation).skip(1).collect();
        let value = cx.constants().join(words.iter().copied(), cx);
        let Some(text) = value.as_known().filter(|text| !text.is_empty() && !is_placeholder(text)) else {
            continue;
        };
        if let (Some(first), Some(last), Err(_)) = (words.first(), words.last(), parse_integer(text)) {
            let place = Span::new(first.span().start(), last.span().end());
            held.entry(name).or_default().push(Held { command: command.id(), text: text.to_vec(), place });
        }
    }
    held
}

fn report<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    word: Word<'a, 's>,
    role: Role,
    value: &Held,
    is_only_one: bool,
) -> Diagnostic {
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("{} is not a whole number, but {} needs one", quote(&value.text), quote(name));
    let failure = cx.failure_of(command, &String::from_utf8_lossy(name));
    let finding =
        Diagnostic::new(RuleId::MalformedInteger, value.place, message, "with this value, the command fails");
    let finding = finding.at_level(if is_only_one { Level::Error } else { Level::Warning });
    finding.and_label(word.span(), failure).help(expected_for(role))
}
