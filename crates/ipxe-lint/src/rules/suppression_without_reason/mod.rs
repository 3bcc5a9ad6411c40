//! Suppressions without a reason.

use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "suppression-without-reason",
    code: "IPX123",
    summary: "a suppression has no reason",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for suppression in cx.suppressions().all().filter(|suppression| suppression.reason.is_none()) {
        let label = "readers cannot know whether it still applies";
        let end = Span::empty(suppression.span.end());
        let fix = Fix::display_only("write the reason after the bracket", end, " REASON");
        let finding = Diagnostic::new(
            RuleId::SuppressionWithoutReason,
            suppression.span,
            "a suppression has no reason",
            label,
        );
        out.push(finding.fix(fix));
    }
}
