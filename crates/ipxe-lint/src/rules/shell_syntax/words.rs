//! Pipes, redirections and substituted commands among the words of commands.

use ipxe_catalog::{CommandForm, Repeat, Role};
use ipxe_syntax::{Command, Span, Word};
use memchr::memchr_iter;

use crate::{Diagnostic, RuleId, context::Context, facts::lines::is_blank, sink::Sink, text::quote};

/// What a word is to a shell, and what iPXE has in its place.
struct Syntax {
    what: &'static str,
    help: &'static str,
}

const PIPE: Syntax = Syntax {
    what: "a shell's pipe",
    help: "commands are separated by `&&` (on success), `||` (on failure) or `;` (always)",
};
const REDIRECTION: Syntax =
    Syntax { what: "a shell's redirection", help: "iPXE has no files and no streams to redirect: leave it out" };
const SUBSTITUTION: Syntax = Syntax {
    what: "a shell's way to insert what a command prints",
    help: "iPXE cannot read what a command prints; `${NAME}` inserts a setting",
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut last = None;
    for at in suspicious(source) {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        for command in line.commands().filter(|command| !cx.is_template(*command)) {
            out.extend(in_command(cx, command));
        }
    }
}

/// Where words begin that only a shell understands, in order.
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
    places.extend(memchr_iter(b'$', source).filter(|&at| source.get(at + 1) == Some(&b'(')));
    places.sort_unstable();
    places.into_iter()
}

/// The first word of a command that only a shell understands.
fn in_command(cx: &Context<'_, '_>, command: Command<'_, '_>) -> Option<Diagnostic> {
    let form = cx.form(command)?;
    let words: Vec<Word<'_, '_>> = command.arguments().collect();
    let (span, syntax) = words.iter().enumerate().find_map(|(at, word)| {
        let rest = words.get(at + 1..).unwrap_or_default();
        syntax_at(form, *word, rest)
    })?;
    let message = format!("{} is {}", quote(cx.script.slice(span)), syntax.what);
    let label = "to iPXE this is plain text, an argument of the command";
    Some(Diagnostic::new(RuleId::ShellSyntax, span, message, label).at_level(crate::Level::Warning).help(syntax.help))
}

fn syntax_at(form: &CommandForm, word: Word<'_, '_>, rest: &[Word<'_, '_>]) -> Option<(Span, Syntax)> {
    let shows = form.arguments.last().is_some_and(|argument| argument.role == Role::Text);
    let joins = form.arguments.last().is_some_and(|argument| argument.repeat == Repeat::Joined);
    let text = word.text();
    let next = rest.first().map(|word| word.text());
    if text == b"|" {
        let runs = next.is_some_and(|next| ipxe_catalog::Catalog::command_in_any_release(next).is_some() || is_filter(next));
        return (runs && !shows).then(|| (word.span(), PIPE));
    }
    if let Some(target) = redirection(text) {
        let target = if target.is_empty() { next.unwrap_or_default() } else { target };
        let is_stream = target.starts_with(b"/dev/") || target.starts_with(b"&");
        return (is_stream || !joins && !target.is_empty()).then(|| (word.span(), REDIRECTION));
    }
    if shows {
        return None;
    }
    let opening = text.iter().position(|byte| *byte == b'`').map(|at| (at, 1)).or_else(|| {
        let at = text.windows(2).position(|pair| pair == b"$(")?;
        Some((at, 2))
    });
    let (at, length) = opening?;
    let closing = if length == 1 { b'`' } else { b')' };
    let close_in = |text: &[u8]| memchr::memchr(closing, text);
    let inside = text.get(at + length..)?;
    if let Some(close) = close_in(inside) {
        // `$(name)` may be meant as a variable, which is another matter.
        let is_command = length == 1 && close > 0;
        return is_command.then(|| (word.span_at(at..at + length + close + 1), SUBSTITUTION));
    }
    let end = rest.iter().find(|word| close_in(word.text()).is_some())?;
    Some((word.span_at(at..text.len()).cover(end.span()), SUBSTITUTION))
}

/// What stands behind the arrow of `>`, `>>`, `2>` and their like; nothing where the target is the next word.
fn redirection(text: &[u8]) -> Option<&[u8]> {
    let arrow = text.strip_prefix(b"1").or_else(|| text.strip_prefix(b"2")).or_else(|| text.strip_prefix(b"&"));
    let target = arrow.unwrap_or(text).strip_prefix(b">")?;
    Some(target.strip_prefix(b">").unwrap_or(target))
}

/// A program that people pipe text through.
fn is_filter(name: &[u8]) -> bool {
    matches!(name, b"grep" | b"sed" | b"awk" | b"cut" | b"tee" | b"head" | b"tail" | b"tr" | b"sh" | b"bash")
}
