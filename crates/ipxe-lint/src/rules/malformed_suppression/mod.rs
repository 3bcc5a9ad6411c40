//! Malformed comments for ipxe-lint.

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suppression::Problem,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "malformed-suppression",
    code: "IPX120",
    summary: "a comment for ipxe-lint is malformed",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for problem in cx.suppressions().problems() {
        let Problem::Malformed { message, span, fix } = problem else { continue };
        let finding =
            Diagnostic::new(RuleId::MalformedSuppression, *span, *message, "this suppresses nothing");
        out.push(match fix {
            Some(fix) => finding.fix(fix.clone()),
            None => finding.help(
                "write `# ipxe-lint: ignore[RULES] reason` on the line or above it, or `# ipxe-lint: ignore-file[RULES] reason`",
            ),
        });
    }
}
