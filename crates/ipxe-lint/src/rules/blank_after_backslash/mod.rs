//! Backslashes that do not continue a line.

use ipxe_syntax::{Line, OperatorKind, Span, Word};
use memchr::memchr_iter;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::lines::{end_of_line, span};

pub(super) const META: RuleMeta = RuleMeta {
    name: "blank-after-backslash",
    code: "IPX106",
    summary: "a `\\` at the end of a line is followed by white space",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut group: Option<Group> = None;
    for at in memchr_iter(b'\\', source) {
        let Some(blanks) = blanks_after(source, at) else { continue };
        let Some(line) = cx.line_at(at) else { continue };
        let Some(is_error) = is_meant(cx, line, at) else { continue };
        // A command follows: a continuation would make it part of this line.
        let blanks = if is_error { blanks } else { span(at, at + 1).cover(blanks) };
        let index = line.id().index();
        if let Some(group) = group.as_mut().filter(|group| group.line + 1 == index) {
            group.add(index, blanks, is_error);
            continue;
        }
        out.extend(
            group.replace(Group { line: index, backslash: at, blanks: vec![blanks], is_error }).map(report),
        );
    }
    out.extend(group.map(report));
}

/// Consecutive lines that were meant to be one.
struct Group {
    /// The number of the last one.
    line: usize,
    /// The position of the first `\`.
    backslash: usize,
    /// The superfluous white space at the ends of the lines.
    blanks: Vec<Span>,
    is_error: bool,
}

impl Group {
    fn add(&mut self, line: usize, blanks: Span, is_error: bool) {
        self.line = line;
        self.blanks.push(blanks);
        self.is_error |= is_error;
    }
}

/// The white space between a `\` and the end of its line, if there is nothing else.
fn blanks_after(source: &[u8], backslash: usize) -> Option<Span> {
    let next = source.get(backslash + 1)?;
    if !ipxe_syntax::is_space(*next) || *next == b'\n' {
        return None;
    }
    let rest = source.get(backslash + 1..end_of_line(source, backslash + 1)?)?;
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    (!rest.is_empty()).then(|| span(backslash + 1, backslash + 1 + rest.len()))
}

/// Whether a `\` at the end of a line was meant to continue it, and if so, whether the next line therefore fails.
fn is_meant(cx: &Context<'_, '_>, line: Line<'_, '_>, backslash: usize) -> Option<bool> {
    let command = line.commands().next_back()?;
    let word = command.words().next_back()?;
    if line.comment().is_some() || word.span().end() as usize != backslash + 1 {
        return None;
    }
    let next = cx.line_after(line).and_then(|next| next.commands().next().filter(|_| next.label().is_none()));
    let goes_on = next.is_some_and(|next| {
        let is_unknown =
            cx.flow.invocation(next.id()).is_some_and(ipxe_language::invocation::Invocation::is_unknown);
        let follows = next.line().commands().nth(1).and_then(ipxe_syntax::Command::operator);
        is_unknown || next.is_empty() && follows.is_some_and(|operator| operator.kind != OperatorKind::Then)
    });
    // A `\` may be part of a drawing, or of a path.
    let is_alone = |word: Word<'_, '_>| word.text() == b"\\" && takes_arguments(cx, command);
    (goes_on || is_alone(word)).then_some(goes_on)
}

/// Whether a command uses its words as arguments, and does not only print them.
fn takes_arguments(cx: &Context<'_, '_>, command: ipxe_syntax::Command<'_, '_>) -> bool {
    let last = cx.form(command).and_then(|form| form.arguments.last());
    last.is_some_and(|argument| argument.role != ipxe_catalog::Role::Text)
}

fn report(group: Group) -> Diagnostic {
    let message = match group.blanks.len() {
        1 => "white space follows the `\\`, so the line does not continue".to_owned(),
        lines => format!("white space follows the `\\` of {lines} lines, so they do not continue"),
    };
    let label = if group.is_error {
        "iPXE passes the `\\` on as an argument, and runs the next line as a separate command"
    } else {
        "iPXE passes the `\\` on as an argument"
    };
    let place = span(group.backslash, group.backslash + 1);
    let mut finding = Diagnostic::new(RuleId::BlankAfterBackslash, place, message, label);
    if !group.is_error {
        finding = finding.at_level(Level::Warning);
    }
    let mut blanks = group.blanks.into_iter();
    let first = blanks.next().unwrap_or_default();
    let title = if group.is_error {
        "remove the white space: the `\\` must be the very last character"
    } else {
        "remove the `\\` and the white space: the next line is a separate command"
    };
    let fix = Fix::unsafe_(title, first, "");
    finding.fix(blanks.fold(fix, |fix, blanks| fix.and(blanks, "")))
}
