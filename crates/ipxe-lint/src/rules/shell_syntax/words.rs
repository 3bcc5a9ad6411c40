//! Pipes, redirections and command substitutions among the words of commands.

use ipxe_catalog::{Catalog, CommandForm, Repeat, Role};
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, Level, RuleId, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::lines::is_blank;

/// The meaning of a word in a shell, and iPXE's equivalent.
struct Syntax {
    what: &'static str,
    help: &'static str,
}

const PIPE: Syntax = Syntax {
    what: "a shell pipe",
    help: "commands are separated by `&&` (on success), `||` (on failure) or `;` (always)",
};
const REDIRECTION: Syntax =
    Syntax { what: "a shell redirection", help: "iPXE cannot redirect output: remove it" };
const SUBSTITUTION: Syntax = Syntax {
    what: "a shell command substitution",
    help: "iPXE cannot use the output of a command; `${NAME}` inserts a setting",
};
const ARITHMETIC: Syntax = Syntax {
    what: "shell arithmetic",
    help: "iPXE can only add: `inc NAME` or `inc NAME NUMBER`, after `set NAME:int32 0`",
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut last = None;
    for at in suspicious(source) {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        for command in line.commands() {
            out.extend(in_command(cx, command));
        }
    }
}

/// The starts of words that only a shell understands, in order.
fn suspicious(source: &[u8]) -> impl Iterator<Item = usize> {
    let is_start = move |at: usize| at.checked_sub(1).is_none_or(|before| is_blank(&source[before..at]));
    let mut places: Vec<usize> = memchr::memchr3_iter(b'|', b'>', b'`', source)
        .filter(|&at| {
            let next = source.get(at + 1).copied().unwrap_or(b' ');
            match source[at] {
                b'|' => is_start(at) && is_blank(&[next]),
                b'>' => is_start(at) || at > 0 && matches!(source[at - 1], b'1' | b'2' | b'&' | b'>'),
                _ => true,
            }
        })
        .collect();
    places.extend(memchr::memmem::find_iter(source, b"$("));
    places.sort_unstable();
    places.into_iter()
}

/// The first word of a command that only a shell understands.
fn in_command(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<Diagnostic> {
    let invocation = cx.flow.invocation(command.id())?;
    // If iPXE rejects the command, that is reported instead.
    let form = invocation.form().filter(|_| invocation.argument_error().is_none())?;
    let words: Vec<Word<'_, '_>> = command.arguments().collect();
    let alone = words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1).map(|next| next.text());
        syntax_at(form, *word, next.unwrap_or_default())
    });
    let shows = form.arguments.last().is_some_and(|argument| argument.role == Role::Text);
    let counted = || Some((arithmetic(&words).filter(|_| !shows)?, ARITHMETIC));
    let printed = || Some((substitution(&words).filter(|_| !shows)?, SUBSTITUTION));
    let (span, syntax) = alone.or_else(counted).or_else(printed)?;
    let message = format!("{} is {}", quote(cx.script.slice(span)), syntax.what);
    let label = "iPXE passes this on as plain text, an argument of the command";
    Some(
        Diagnostic::new(RuleId::ShellSyntax, span, message, label).at_level(Level::Warning).help(syntax.help),
    )
}

/// A pipe or a redirection.
fn syntax_at(form: &CommandForm, word: Word<'_, '_>, next: &[u8]) -> Option<(Span, Syntax)> {
    let last = form.arguments.last();
    let text = word.text();
    if text == b"|" {
        let runs = Catalog::command_in_any_release(next).is_some() || is_filter(next);
        let shows = last.is_some_and(|argument| argument.role == Role::Text);
        return (runs && !shows).then_some((word.span(), PIPE));
    }
    let target = redirection(text)?;
    let target = if target.is_empty() { next } else { target };
    let joins = last.is_some_and(|argument| argument.repeat == Repeat::Joined);
    let is_stream = target.starts_with(b"/dev/") || target.starts_with(b"&");
    (is_stream || !joins && !target.is_empty()).then_some((word.span(), REDIRECTION))
}

/// The first `` `command` `` or `$(command …)`. With one word in its parentheses, it may be meant as a variable, which
/// another rule reports.
fn substitution(words: &[Word<'_, '_>]) -> Option<Span> {
    let mut open: Option<(Span, u8)> = None;
    for word in words {
        let text = word.text();
        if let Some((start, closing)) = open {
            if memchr::memchr(closing, text).is_some() {
                return Some(start.cover(word.span()));
            }
            continue;
        }
        let back_quote = memchr::memchr(b'`', text).map(|at| (at, 1, b'`'));
        let opening = back_quote.or_else(|| Some((memchr::memmem::find(text, b"$(")?, 2, b')')));
        let Some((at, length, closing)) = opening else { continue };
        match memchr::memchr(closing, text.get(at + length..).unwrap_or_default()) {
            None => open = Some((word.span_at(at..text.len()), closing)),
            Some(close) if closing == b'`' && close > 0 => {
                return Some(word.span_at(at..at + length + close + 1));
            }
            Some(_) => {}
        }
    }
    None
}

/// `$((i + 1))`
fn arithmetic(words: &[Word<'_, '_>]) -> Option<Span> {
    let (first, start) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| Some((at, memchr::memmem::find(word.text(), b"$((")?)))?;
    let words = words.get(first..)?;
    let last = words.iter().find(|word| memchr::memmem::find(word.text(), b"))").is_some())?;
    let opening = words.first()?.span_at(start..start + 3);
    Some(opening.cover(last.span()))
}

/// The text after the arrow of `>`, `>>`, `2>` and similar ones; empty if the target is the next word.
fn redirection(text: &[u8]) -> Option<&[u8]> {
    let arrow =
        text.strip_prefix(b"1").or_else(|| text.strip_prefix(b"2")).or_else(|| text.strip_prefix(b"&"));
    let target = arrow.unwrap_or(text).strip_prefix(b">")?;
    Some(target.strip_prefix(b">").unwrap_or(target))
}

/// A program through which text is often piped.
fn is_filter(name: &[u8]) -> bool {
    matches!(name, b"grep" | b"sed" | b"awk" | b"cut" | b"tee" | b"head" | b"tail" | b"tr" | b"sh" | b"bash")
}
