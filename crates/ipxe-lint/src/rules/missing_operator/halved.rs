//! `|` and `&` in place of `||` and `&&`, among words that a command accepts unchecked.

use ipxe_catalog::{Catalog, Role};
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_syntax::{Command, Word};

use crate::{Diagnostic, Fix, Level, RuleId, context::Context, sink::Sink, text::quote};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut last = None;
    for at in memchr::memchr2_iter(b'|', b'&', source).filter(|at| is_alone(source, *at)) {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        let commands = line.commands();
        out.extend(commands.filter_map(|command| in_command(cx, command)));
    }
}

/// Whether a byte is a separate word.
fn is_alone(source: &[u8], at: usize) -> bool {
    let is_blank = |at: usize| source.get(at).is_none_or(u8::is_ascii_whitespace);
    at.checked_sub(1).is_some_and(is_blank) && is_blank(at + 1)
}

/// The first such operator of a command that iPXE accepts; rejected commands, and invalid interfaces, have their own
/// rules.
fn in_command(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<Diagnostic> {
    let invocation = cx.flow.invocation(command.id())?;
    let form = invocation.form().filter(|_| invocation.argument_error().is_none())?;
    let role = form.arguments.last()?.role;
    let is_prose = role == Role::Text;
    if role == Role::Interface {
        return None;
    }
    let texts = invocation.words();
    let is_operator = |(at, word): &(usize, Word<'_, '_>)| {
        let rest = texts.get(at + 1..).unwrap_or_default();
        match word.text() {
            // A pipe to a command of another program is shell syntax.
            b"|" if !is_prose => rest.is_empty(),
            b"|" | b"&" => is_call(cx, rest, is_prose) || rest.is_empty() && !is_prose,
            _ => false,
        }
    };
    let (_, word) = command.words().enumerate().skip(1).find(is_operator)?;
    let (name, operator) = (command.name()?.text(), [word.text(), word.text()].concat());
    let operator = String::from_utf8_lossy(&operator);
    let message = format!("{} is not an iPXE operator", quote(word.text()));
    let label = format!("{} gets this, and what follows, as arguments", quote(name));
    let finding =
        Diagnostic::new(RuleId::MissingOperator, word.span(), message, label).at_level(Level::Warning);
    Some(finding.fix(Fix::unsafe_(format!("write `{operator}`"), word.span(), operator.as_ref())))
}

/// Whether words are a command; in prose only if it has arguments.
fn is_call(cx: &Context<'_, '_>, words: &[Text<'_>], is_prose: bool) -> bool {
    let name = words.first().and_then(Text::as_known);
    let fits = || words.len() > 1 && Invocation::bind(words, cx.catalog).argument_error().is_none();
    name.is_some_and(|name| Catalog::command_in_any_release(name).is_some()) && (!is_prose || fits())
}
