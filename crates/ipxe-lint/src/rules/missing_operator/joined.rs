//! Commands among the words that another command accepts unchecked: a line end before them is missing, or an operator
//! is in the syntax of another language.

use ipxe_catalog::{Catalog, CommandForm, Repeat, Role};
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_model::commands::uris::scheme_length;
use ipxe_syntax::{Command, Word};

use super::{jump_at_end, report, spelt_otherwise};
use crate::{Diagnostic, Level, context::Context, sink::Sink, text::quote};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&takes_words) {
        if invocation.argument_error().is_none() {
            out.extend(in_command(cx, command, invocation));
        }
    }
}

/// The role of the words that a command takes any number of.
fn role(form: &CommandForm) -> Option<Role> {
    let last = form.arguments.last().filter(|argument| argument.repeat != Repeat::Once)?;
    Some(last.role)
}

fn takes_words(form: &CommandForm) -> bool {
    let is_it = |role| {
        matches!(role, Role::CommandLine | Role::SettingValue | Role::Image | Role::ImageOrUri | Role::SanUri)
    };
    role(form).is_some_and(is_it)
}

fn in_command<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> Option<Diagnostic> {
    let role = role(invocation.form()?)?;
    let first = invocation.arguments()?.first_positional + 1;
    let (words, texts): (Vec<_>, _) = (command.words().collect(), invocation.words());
    // The first of these words is the subject of the command.
    let skipped = first + usize::from(role != Role::Image);
    let begins = |at: &usize| {
        let call = texts.get(*at..).unwrap_or_default();
        let is_command = call
            .first()
            .and_then(Text::as_known)
            .is_some_and(|name| Catalog::command_in_any_release(name).is_some());
        let operator = words.get(at - 1).and_then(|word| spelt_otherwise(word.text()));
        let follows_operator = operator.is_some() && *at > first;
        let is_halved = words.get(at - 1).is_some_and(|word| matches!(word.text(), b"&" | b"|"));
        let is_meant = match role {
            Role::SettingValue => follows_operator && is_clear(cx, call),
            _ => follows_operator || is_clear(cx, call),
        };
        is_command && !is_halved && is_meant
    };
    let ends = || {
        let at = words.len().checked_sub(1).filter(|at| *at >= skipped && role != Role::SettingValue)?;
        let word = words.get(at).filter(|word| matches!(word.text(), b"or" | b"and"))?;
        Some(trailing(command, *word))
    };
    let is_doubled =
        words.get(first).zip(command.name()).is_some_and(|(word, name)| word.text() == name.text());
    if is_doubled && is_clear(cx, texts.get(first..)?) && !is_setting_of_name(cx, role, texts.get(first)?) {
        return Some(doubled(*words.get(first)?));
    }
    match (skipped..words.len()).find(begins) {
        Some(_) if jump_at_end(cx, command).is_some() => None,
        Some(at) => Some(joined(command, *words.get(at)?)),
        None => ends(),
    }
}

/// Whether words are a typical command, and not kernel arguments that happen to have the name of one: its first
/// argument is valid.
fn is_clear(cx: &Context<'_, '_>, call: &[Text<'_>]) -> bool {
    let invocation = Invocation::bind(call, cx.catalog);
    let Some(form) = invocation.form().filter(|_| invocation.argument_error().is_none()) else {
        return false;
    };
    let Some(argument) = invocation.positional(0) else { return false };
    let Some(role) = form.arguments.first().map(|argument| argument.role) else { return false };
    let is_path = || {
        let head = argument.head();
        scheme_length(head).is_some()
            || memchr::memchr(b'/', argument.known_bytes()).is_some()
                && !argument.known_bytes().contains(&b'=')
    };
    match role {
        Role::Uri | Role::ImageOrUri | Role::SanUri => is_path(),
        Role::Image => is_path() || cx.images().first_of(argument).is_some(),
        Role::Label => argument.as_known().is_none_or(|label| cx.label(label).is_some()),
        Role::SettingWritten => invocation.positional(1).is_some(),
        _ => false,
    }
}

/// Whether the script uses a setting with the name of the command.
fn is_setting_of_name(cx: &Context<'_, '_>, role: Role, name: &Text<'_>) -> bool {
    let is_it = |name: &[u8]| {
        cx.script
            .commands()
            .flat_map(Command::expansions)
            .any(|used| used.inside().as_literal() == Some(name))
    };
    role == Role::SettingValue && name.as_known().is_some_and(is_it)
}

/// `chain chain URI`.
fn doubled(word: Word<'_, '_>) -> Diagnostic {
    let message = format!("the command {} is written twice", quote(word.text()));
    let label = "the second one, and what follows, are passed as its arguments";
    let finding = Diagnostic::new(crate::RuleId::MissingOperator, word.span(), message, label);
    finding.at_level(Level::Warning).help("write it once")
}

fn joined<'a, 's>(command: Command<'a, 's>, word: Word<'a, 's>) -> Diagnostic {
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("an operator is missing before {}, which is a command", quote(word.text()));
    let label = format!("{} gets this, and what follows, as arguments", quote(name));
    report(command, word, message, label).at_level(Level::Warning)
}

/// `chain URI or`, with nothing after it.
fn trailing(command: Command<'_, '_>, word: Word<'_, '_>) -> Diagnostic {
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("{} is not an iPXE operator", quote(word.text()));
    let label = format!("{} gets this as an argument", quote(name));
    let operator = spelt_otherwise(word.text()).unwrap_or("||");
    let finding = Diagnostic::new(crate::RuleId::MissingOperator, word.span(), message, label);
    finding.at_level(Level::Warning).fix(crate::Fix::unsafe_(
        format!("write `{operator}`"),
        word.span(),
        operator,
    ))
}
