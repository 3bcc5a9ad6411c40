//! Commands without an operator between them.

mod halved;
mod joined;

use ipxe_catalog::{Catalog, Repeat, Role};
use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::{Command, OperatorKind, Span, Word};
use memchr::memmem;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-operator",
    code: "IPX216",
    summary: "there is no operator between one command's arguments and the next command",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let Some(word) = command_in_excess(cx, &misuse) else { continue };
        let ArgumentErrorKind::TooMany { given, max } = misuse.error.kind else { continue };
        let takes = match max {
            0 => "takes no arguments".to_owned(),
            1 => "takes one argument".to_owned(),
            _ => format!("takes {max} arguments"),
        };
        let name = misuse.name();
        let message = format!(
            "an operator is missing before {}: `{name}` {takes}, and gets {given}",
            quote(word.text())
        );
        out.push(report(misuse.command, word, message, cx.failure_of(misuse.command, name)));
    }
    among_interfaces(cx, out);
    among_words(cx, out);
    halved::check(cx, out);
    joined::check(cx, out);
}

/// The first superfluous argument, if it is the name of a command.
fn command_in_excess<'a, 's>(cx: &Context<'a, 's>, misuse: &Misuse<'a, 's>) -> Option<Word<'a, 's>> {
    let ArgumentErrorKind::TooMany { .. } = misuse.error.kind else { return None };
    let word = misuse.word().filter(|word| Catalog::command_in_any_release(word.text()).is_some())?;
    // `goto main menu`, and a label with the same space, which also ends there.
    let label = misuse.command.arguments().next().and_then(|target| cx.label(target.text()));
    let line = label.and_then(|label| cx.script.line(label.line()));
    let behind = line.and_then(|line| line.commands().next()?.name());
    behind.is_none_or(|behind| behind.text() != word.text()).then_some(word)
}

fn report(
    command: Command<'_, '_>,
    word: Word<'_, '_>,
    message: String,
    label: impl Into<String>,
) -> Diagnostic {
    let finding = Diagnostic::new(RuleId::MissingOperator, word.span(), message, label);
    let before = command.arguments().take_while(|other| other.span() != word.span()).last();
    if let Some((other, operator)) = before.and_then(|other| Some((other, spelt_otherwise(other.text())?))) {
        let title = format!("{} is not an operator: write `{operator}`", quote(other.text()));
        return finding.fix(Fix::unsafe_(title, other.span(), operator));
    }
    // `a || b && c` also runs the last one if the first one succeeds.
    if command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or) {
        let way_out =
            "write it on a line of its own, or directly after the `||`: after `&&`, it would always run";
        return finding.help(way_out);
    }
    let title = format!("to run {} as a separate command, write `&&` before it", quote(word.text()));
    finding.fix(Fix::unsafe_(title, Span::empty(word.span().start()), "&& "))
}

/// The operator for a word of another language.
fn spelt_otherwise(word: &[u8]) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_slice() {
        b"&" | b"and" | b"then" => Some("&&"),
        b"or" | b"else" => Some("||"),
        _ => None,
    }
}

/// `dhcp net0 goto retry`: no interface has the name `goto`.
fn among_interfaces(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let takes_interfaces = |form: &ipxe_catalog::CommandForm| {
        form.arguments
            .last()
            .is_some_and(|argument| argument.role == Role::Interface && argument.repeat != Repeat::Once)
    };
    for (command, invocation) in cx.invocations_where(&takes_interfaces) {
        let Some((known, arguments)) = invocation.command().zip(invocation.arguments()) else { continue };
        let words = command.arguments().skip(arguments.first_positional);
        // Words after a `|` are part of the same finding.
        let mut words = words.take_while(|word| word.text() != b"|");
        let found = words.find(|word| Catalog::command_in_any_release(word.text()).is_some());
        if let Some(word) = found {
            let name = known.spec.name;
            let message = format!("an operator is missing before {}, which is a command", quote(word.text()));
            let label = format!("`{name}` uses this as an interface name: {}", cx.failure_of(command, name));
            out.push(report(command, word, message, label));
        }
    }
}

/// `goto LABEL` at the end of a command that accepts any words.
fn among_words(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut last = None;
    let source = cx.script.source();
    let is_command = |at: &usize| [b" ||", b" &&"].iter().any(|operator| source[..*at].ends_with(*operator));
    for at in memmem::find_iter(source, b" goto ").filter(|at| !is_command(at)) {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        for command in line.commands() {
            let Some(word) = jump_at_end(cx, command) else { continue };
            let message = format!("an operator is missing before {}, which is a command", quote(word.text()));
            let name = command.name().map(Word::text).unwrap_or_default();
            let label = format!("{} gets this and the label as arguments", quote(name));
            out.push(report(command, word, message, label).at_level(Level::Warning));
        }
    }
}

fn jump_at_end<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Word<'a, 's>> {
    let role = cx.form(command)?.arguments.last().filter(|argument| argument.repeat == Repeat::Joined)?.role;
    let mut words = command.arguments();
    let (label, jump) = (words.next_back()?, words.next_back()?);
    // `|` is an operator of another language, which is reported.
    let has_own = words.next_back().is_some_and(|word| word.text() != b"|");
    let target = cx.label(label.text()).filter(|_| jump.text() == b"goto")?;
    // Prose may mention labels, but hardly one that is otherwise unreachable.
    let is_meant = match role {
        Role::CommandLine | Role::SettingValue => true,
        Role::Text => !cx.flow.is_target(target),
        _ => false,
    };
    (is_meant && has_own).then_some(jump)
}
