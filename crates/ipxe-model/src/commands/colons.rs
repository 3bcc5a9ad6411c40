//! Labels whose colon is in the wrong place.

use ipxe_syntax::{Command, Span, Word};

use crate::commands::{
    Commands,
    jumps::{Jump, bare},
};

/// The name of the label that was meant by a command such as `retry:`, and the word. None if the command is something
/// else.
pub fn meant_as_label<'a, 's>(
    cx: &Commands<'a, 's>,
    command: Command<'a, 's>,
) -> Option<(&'a [u8], Word<'a, 's>)> {
    let word = command.name()?;
    let name = word.as_literal()?.strip_suffix(b":")?;
    let line = command.line();
    let begins_line = line.label().is_none() && command.operator().is_none();
    // `echo: text` is a misspelt command, not a label.
    let is_command = || cx.catalog.command(name).is_some() && command.arguments().len() > 0;
    let is_name = !name.is_empty() && bare(name) == name;
    // A command that never runs may not be meant for iPXE: `padding: 5px;` in a web page after the script's `exit`.
    let is_foreign = || !cx.flow.is_reachable(command.id()) && command.arguments().len() > 0;
    (begins_line && is_name && !is_command() && !is_foreign()).then_some((name, word))
}

/// The label that was meant by `: retry` or `retry :`, where iPXE reads an unnamed label, or none, and a command.
/// Returns its name, and the span of the whole text. None for other commands.
#[must_use]
pub fn meant_as_label_with_blank<'a, 's>(command: Command<'a, 's>) -> Option<(Word<'a, 's>, Span)> {
    let word =
        command.name().filter(|word| command.operator().is_none() && bare(word.text()) == word.text())?;
    let mut arguments = command.arguments();
    match (command.line().label(), arguments.next(), arguments.next()) {
        (Some(label), None, None) if label.name().is_empty() => Some((word, label.span().cover(word.span()))),
        (None, Some(colon), None) if colon.text() == b":" => Some((word, command.span())),
        _ => None,
    }
}

/// The target of a jump such as `goto :retry` or `goto retry:` without its colon, if that is the name of a label, or
/// the beginning of a computed one.
pub fn without_colon<'a>(cx: &Commands<'a, '_>, jump: &Jump<'a, '_>) -> Option<&'a [u8]> {
    let text = jump.word.text();
    let name = text.strip_prefix(b":").or_else(|| text.strip_suffix(b":"))?;
    let is_there = cx.flow.labels().line(name).is_some();
    let is_computed = !jump.target.is_known() && text.starts_with(b":");
    (is_there || is_computed).then_some(name)
}
