//! Options after arguments, where iPXE no longer looks for options.

mod late;

use ipxe_catalog::{CommandForm, Role};
use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::{Command, Span, Word};

use self::late::{Late, late_options};
use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "option-after-arguments",
    code: "IPX205",
    summary: "an option comes after the arguments, so iPXE does not read it as an option",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let label = || cx.failure_of(misuse.command, misuse.name());
        if let Some(finding) =
            refused(&misuse).and_then(|(words, late)| report(misuse.command, &words, &late, label()))
        {
            out.push(finding.at_level(Level::Error));
        }
    }
    for (command, invocation) in cx.invocations_where(&|form| !form.options.is_empty()) {
        let (Some(known), Some(arguments)) = (invocation.command(), invocation.arguments()) else { continue };
        if !arguments.is_certain() || arguments.positionals.len() < 2 {
            continue;
        }
        let words: Vec<Word<'_, '_>> = command.arguments().skip(arguments.first_positional).collect();
        let late = late_options(known.form, &words, false);
        if late.is_empty() {
            continue;
        }
        let label = format!("`{}` uses it as {}", known.spec.name, taken_for(known.form, &late));
        out.extend(report(command, &words, &late, label));
    }
}

/// The arguments of a command that gets too many, and the options among them.
fn refused<'a, 's>(misuse: &Misuse<'a, 's>) -> Option<(Vec<Word<'a, 's>>, Vec<Late>)> {
    let ArgumentErrorKind::TooMany { max, .. } = misuse.error.kind else { return None };
    let words: Vec<_> = misuse.command.arguments().skip(misuse.error.argument - max).collect();
    let late = late_options(misuse.known.form, &words, true);
    Some((words, late))
}

fn report(
    command: Command<'_, '_>,
    words: &[Word<'_, '_>],
    late: &[Late],
    label: String,
) -> Option<Diagnostic> {
    let (first, option) = (words.first()?, words.get(late.first()?.words.start)?);
    let message =
        format!("{} comes after the arguments, where iPXE accepts no options", quote(option.text()));
    let finding = Diagnostic::new(RuleId::OptionAfterArguments, option.span(), message, label)
        .and_label(first.span(), "options must come before this word");
    Some(match moved(command, words, late) {
        Some(fix) => finding.fix(fix),
        None => finding.help("write the options before the arguments"),
    })
}

/// Moves the options before the arguments.
fn moved(command: Command<'_, '_>, words: &[Word<'_, '_>], late: &[Late]) -> Option<Fix> {
    let first = words.first()?.span();
    let terminator =
        command.arguments().take_while(|word| word.span() < first).find(|word| word.text() == b"--");
    let mut options = String::new();
    for word in late.iter().flat_map(|late| words.get(late.words.clone()).unwrap_or_default()) {
        options.push_str(std::str::from_utf8(word.text()).ok()?);
        options.push(' ');
    }
    let place = Span::empty(terminator.map_or(first, Word::span).start());
    let mut fix = Fix::unsafe_("write it before the arguments", place, options);
    for late in late {
        let before = words.get(late.words.start.checked_sub(1)?)?;
        let last = words.get(late.words.end.checked_sub(1)?)?;
        fix = fix.and(Span::new(before.span().end(), last.span().end()), "");
    }
    Some(fix)
}

/// The meaning of the word to the command.
fn taken_for(form: &CommandForm, late: &[Late]) -> &'static str {
    let at = late.first().map_or(0, |late| late.words.start);
    match form.argument(at).map(|argument| argument.role) {
        Some(Role::CommandLine) => "an argument of the image",
        Some(Role::Text) => "text to show",
        Some(Role::SettingValue) => "part of the value",
        Some(Role::Interface) => "an interface",
        Some(Role::Image | Role::ImageOrUri) => "an image",
        _ => "an argument",
    }
}
