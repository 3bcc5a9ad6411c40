//! Names that are not commands in any iPXE.

mod guess;

use ipxe_syntax::{Command, Span, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::unknown_names::{Meaning, UnknownName, fix_at, foreign},
    sink::Sink,
    text::quote,
};
use ipxe_model::commands::linux::is_argument;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-command",
    code: "IPX201",
    summary: "no release of iPXE has a command with this name",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let known = &cx.options.rule_options.known_commands;
    let unknown = cx.unknown_names().meaning(|meaning| meaning == Meaning::Command);
    for name in unknown.filter(|unknown| known.iter().all(|known| known.as_bytes() != unknown.name)) {
        let message = format!("{} is not an iPXE command{}", quote(name.name), name.times());
        out.extend(
            name.report(cx, RuleId::UnknownCommand, message).map(|finding| explain(cx, finding, name)),
        );
    }
}

/// Adds the probable intention.
fn explain<'a, 's>(cx: &Context<'a, 's>, finding: Diagnostic, unknown: &UnknownName<'a, 's>) -> Diagnostic {
    let name = unknown.name;
    if let Some(foreign) = foreign::counterpart(name) {
        let fix = foreign.replacement.and_then(|right| unknown.replace(foreign.help, right));
        return or_help(finding, fix, foreign.help);
    }
    let Some(&first) = unknown.uses.first() else { return finding };
    if let Some(hash) = guess::comment_behind_command(name) {
        let title = "a comment starts at the beginning of a word: put a space before the `#`";
        let place = first.name().map(|word| Span::empty(word.span_at(hash..hash).start()));
        return or_help(finding, place.map(|place| Fix::unsafe_(title, place, " ")), title);
    }
    if let Some(at) = guess::glued_number(cx, first, name) {
        let title = "put a space before the number";
        let places = unknown.words().map(|word| Span::empty(word.span_at(at..at).start()));
        return or_help(finding, fix_at(title, places, " "), title);
    }
    if let Some(near) = guess::near_command(cx, name, first) {
        let is_upper = near.as_bytes().eq_ignore_ascii_case(name);
        let title = if is_upper {
            format!("commands are written in lower case: `{near}`")
        } else {
            format!("did you mean `{near}`?")
        };
        // `PROMPT 0` of PXELINUX does not wait, but `prompt 0` does.
        let is_switch =
            is_upper && near == "prompt" && first.arguments().all(|word| matches!(word.text(), b"0" | b"1"));
        let fix = unknown.replace(&title, near).filter(|_| !(is_switch || is_upper && is_prose(first)));
        return or_help(finding, fix, &title);
    }
    match guess::missing_name(cx, name, first) {
        Some(before) => {
            let title = format!("the command's name is missing: did you mean {}?", quote(before));
            let text = format!("{} ", String::from_utf8_lossy(before));
            let place = first.name().map(|word| Span::empty(word.span().start()));
            or_help(finding, place.map(|place| Fix::unsafe_(&title, place, text)), &title)
        }
        None if is_argument(name) => {
            finding.help("this looks like a kernel argument: write it after the kernel's URI")
        }
        None if name.starts_with(b"${") && name.contains(&b'/') => {
            finding.help("the command's name is missing: did you mean `chain`?")
        }
        None if name.starts_with(b"-") => finding.help("write the command's name before this"),
        None => finding,
    }
}

/// Whether a line is a sentence and not a command: it has a capital letter, and several words that consist only of
/// letters.
fn is_prose(command: Command<'_, '_>) -> bool {
    let is_capital = |word: &[u8]| {
        word.split_first().is_some_and(|(first, rest)| {
            first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_lowercase)
        })
    };
    let is_word = |word: Word<'_, '_>| word.text().iter().all(u8::is_ascii_alphabetic);
    command.name().is_some_and(|name| is_capital(name.text()))
        && command.arguments().len() > 1
        && command.arguments().all(is_word)
}

fn or_help(finding: Diagnostic, fix: Option<Fix>, help: &str) -> Diagnostic {
    match fix {
        Some(fix) => finding.fix(fix),
        None => finding.help(help),
    }
}
