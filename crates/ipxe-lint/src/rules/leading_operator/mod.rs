//! Lines that begin with an operator.

use ipxe_syntax::{Command, Line, OperatorKind, Word};
use memchr::memmem;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::lines::{line_end, start_of_line};

pub(super) const META: RuleMeta = RuleMeta {
    name: "leading-operator",
    code: "IPX111",
    summary: "a line begins with an operator, and does not continue the line above",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let mut places: Vec<usize> =
        memmem::find_iter(source, b"||").chain(memmem::find_iter(source, b"&&")).collect();
    places.retain(|&at| start_of_line(source, at).is_some());
    places.sort_unstable();
    for at in places {
        // On a continued line, the operator is in the right place.
        let start = start_of_line(source, at);
        let line = cx.line_at(at).filter(|line| start == Some(line.span().start() as usize));
        out.extend(line.and_then(|line| report(cx, line)));
    }
}

fn report(cx: &Context<'_, '_>, line: Line<'_, '_>) -> Option<Diagnostic> {
    let command = line.commands().nth(1)?;
    let operator = command.operator()?;
    let above = cx.line_before(line).filter(|above| continues(cx, *above));
    let last = above.and_then(|above| above.commands().next_back());
    if last.is_some_and(|last| last.name().is_some_and(Word::has_hole) || ends_in_backslash(last)) {
        return None;
    }
    let what = operator.kind.as_str();
    let message = format!("the line begins with `{what}`, with no command before it");
    let label = match operator.kind {
        OperatorKind::Or => "an empty command succeeds, so what follows never runs",
        _ => "an empty command succeeds, so what follows always runs",
    };
    let mut finding = Diagnostic::new(RuleId::LeadingOperator, operator.span, message, label);
    if operator.kind != OperatorKind::Or {
        finding = finding.at_level(Level::Warning);
    }
    let title = "end the line above with `\\`, as its very last character";
    Some(match above {
        Some(above) => finding.fix(Fix::unsafe_(title, line_end(above), " \\")),
        None => finding.help("write an operator after the command that it tests, on the same line"),
    })
}

/// Whether a line can be continued.
fn continues(cx: &Context<'_, '_>, line: Line<'_, '_>) -> bool {
    let ends_in_command = line.commands().next_back().is_some_and(|command| !command.is_empty());
    let is_header = line.id().index() == 0 && cx.script.header().is_valid();
    ends_in_command && line.comment().is_none() && !is_header
}

/// Whether the line ends in a `\` followed by white space, which is then the mistake.
fn ends_in_backslash(command: Command<'_, '_>) -> bool {
    command.words().next_back().is_some_and(|word| word.text().ends_with(b"\\"))
}
