//! Lines that a `\` joins to the line above by mistake.

use std::cell::OnceCell;

use foldhash::HashSet;
use ipxe_catalog::{Catalog, CommandForm, Returns, Role};
use ipxe_syntax::{Command, Line, Span};
use memchr::memchr_iter;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::lines::{is_blank, span};

pub(super) const META: RuleMeta = RuleMeta {
    name: "swallowed-line",
    code: "IPX105",
    summary: "a `\\` at the end of a line joins it with the next line, which should be separate",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut last = None;
    let joins = Joins { cx, wanted: OnceCell::new() };
    for at in memchr_iter(b'\\', source).filter(|&at| continues(source, at)) {
        let Some(line) = cx.line_at(at).filter(|line| last != Some(line.id())) else { continue };
        last = Some(line.id());
        out.extend(joins.in_line(line));
    }
}

/// Whether a `\` is directly before a line end.
fn continues(source: &[u8], backslash: usize) -> bool {
    matches!(source.get(backslash + 1..), Some([b'\n', ..] | [b'\r', b'\n', ..]))
}

/// The joined lines of a script.
struct Joins<'c, 'a, 's> {
    cx: &'c Context<'a, 's>,
    /// The names of missing labels; few scripts need them.
    wanted: OnceCell<HashSet<Vec<u8>>>,
}

impl Joins<'_, '_, '_> {
    fn in_line(&self, line: Line<'_, '_>) -> Option<Diagnostic> {
        let pieces: Vec<Span> = line.pieces().collect();
        let comment = line.comment();
        let mut commands = line.commands().peekable();
        let mut owner = None;
        pieces.windows(2).find_map(|pair| {
            let &[above, piece] = pair else { return None };
            // The command that the piece continues, or would continue.
            while let Some(next) = commands.next_if(|command| command.span().start() < above.end()) {
                owner = Some(next);
            }
            self.swallowed(comment, owner, above, piece)
        })
    }

    fn swallowed(
        &self,
        comment: Option<Span>,
        owner: Option<Command<'_, '_>>,
        above: Span,
        piece: Span,
    ) -> Option<Diagnostic> {
        let cx = self.cx;
        let text = cx.script.slice(piece);
        let indent = text.iter().take_while(|byte| ipxe_syntax::is_space(**byte)).count();
        let word = text
            .get(indent..)?
            .split(|byte| ipxe_syntax::is_space(*byte))
            .next()
            .filter(|word| !word.is_empty())?;
        let start = piece.start() as usize + indent;
        let place = span(start, start + word.len());
        let in_comment = comment.is_some_and(|comment| comment.start() < above.end());
        let what = if Catalog::command_in_any_release(word).is_some() {
            format!("the command {}", quote(word))
        } else if word.strip_prefix(b":").is_some_and(|name| self.is_wanted(name)) {
            format!("the label {}", quote(word))
        } else {
            return None;
        };
        let message = if in_comment {
            format!("a comment ends in `\\`, so {what} on the next line is part of it")
        } else {
            if indent > 0 || ends_in_operator(cx.script.slice(above)) || shows(cx, owner?) {
                return None;
            }
            format!("the line above ends in `\\`, so {what} is one of its arguments")
        };
        let label = if in_comment {
            "iPXE never runs this line"
        } else {
            "iPXE reads this line as part of the line above"
        };
        let backslash = span(end_of_text(cx, above), above.end() as usize + 1);
        let finding = Diagnostic::new(RuleId::SwallowedLine, place, message, label);
        let finding = finding
            .and_label(span(above.end() as usize, above.end() as usize + 1), "this joins the two lines");
        // A line that ends the script may have been disabled intentionally.
        let ends =
            |form: &CommandForm| !matches!(form.effects.returns, Returns::Always | Returns::AfterExecution);
        if cx.catalog.command(word).is_some_and(|command| ends(command.form)) {
            return Some(finding.help("remove the `\\` from the line above, or this line"));
        }
        Some(finding.fix(Fix::unsafe_("remove the `\\` from the line above", backslash, "")))
    }

    /// Whether a `goto` looks for a label of this name and does not find it.
    fn is_wanted(&self, name: &[u8]) -> bool {
        let targets = || {
            self.cx
                .lost_jumps()
                .iter()
                .filter_map(|jump| jump.target.as_known().map(<[u8]>::to_vec))
                .collect()
        };
        self.wanted.get_or_init(targets).contains(name)
    }
}

/// Whether a command prints its arguments: prose may contain any word.
fn shows(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let last = cx.form(command).and_then(|form| form.arguments.last());
    last.is_none_or(|argument| matches!(argument.role, Role::Text | Role::Command))
}

fn ends_in_operator(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    text.is_empty() || [&b"||"[..], b"&&", b";"].iter().any(|operator| text.ends_with(operator))
}

/// The start of the white space before the `\`.
fn end_of_text(cx: &Context<'_, '_>, piece: Span) -> usize {
    let text = cx.script.slice(piece);
    let length = text.iter().rposition(|byte| !is_blank(&[*byte])).map_or(0, |at| at + 1);
    piece.start() as usize + length
}
