//! A `\` at the end of the file.

use ipxe_catalog::Returns;
use ipxe_model::graph::{Edge, Ending, Node};
use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::lines::span;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unfinished-continuation",
    code: "IPX107",
    summary: "the file ends in a `\\`, which must be followed by another line",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(line) = cx.script.lines().next_back().filter(|line| line.is_unfinished()) else { return };
    let is_comment = line.commands().all(ipxe_syntax::Command::is_empty) && line.label().is_none();
    if is_comment && !is_come_to(cx) {
        return;
    }
    let Some(backslash) = memchr::memrchr(b'\\', cx.script.slice(line.full_span())) else { return };
    let at = line.full_span().start() as usize + backslash;
    let place: Span = span(at, at + 1);
    let message = "the file ends in a `\\`, which must be followed by another line";
    let (label, level) = if is_comment {
        ("iPXE does not skip this comment: the script fails here", Level::Advice)
    } else {
        ("iPXE never runs this line, and the script fails", Level::Error)
    };
    let finding = Diagnostic::new(RuleId::UnfinishedContinuation, place, message, label).at_level(level);
    out.push(finding.fix(Fix::safe("remove the `\\`", place, "")));
}

/// Whether the script reaches its end without having booted or started anything: then its status matters.
fn is_come_to(cx: &Context<'_, '_>) -> bool {
    let mut before =
        cx.flow.predecessors(Node::End(Ending::Failed)).filter(|(edge, _)| *edge != Edge::Failure);
    before.any(|(_, node)| match node {
        Node::Command(last) => {
            let returns = cx.form_of(last).map(|form| form.effects.returns);
            cx.flow.is_reachable(last) && returns != Some(Returns::AfterExecution)
        }
        _ => false,
    })
}
