//! Two operators without a command between them.

use ipxe_syntax::{Command, OperatorKind, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "doubled-operator",
    code: "IPX225",
    summary: "an operator follows another one, so the command after it never runs",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for empty in cx.script.commands().filter(|command| command.is_empty()) {
        out.extend(doubled(cx, empty));
    }
}

/// `a || || b`: there is an empty command between the two, which succeeds.
fn doubled(cx: &Context<'_, '_>, empty: Command<'_, '_>) -> Option<Diagnostic> {
    let is_or =
        |command: Command<'_, '_>| command.operator().filter(|operator| operator.kind == OperatorKind::Or);
    let first = is_or(empty)?;
    let next =
        cx.commands_from(empty.id().index() + 1).next().filter(|next| next.line_id() == empty.line_id())?;
    let second = is_or(next).filter(|_| !next.is_empty())?;
    let label = "the empty command before it always succeeds, so what follows never runs";
    let rest = Span::new(first.span.end(), second.span.end());
    let finding = Diagnostic::new(RuleId::DoubledOperator, second.span, "`||` follows another `||`", label);
    Some(finding.fix(Fix::unsafe_("remove one of them", rest, "")))
}
