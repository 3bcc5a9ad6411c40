//! Suppressions of rules that do not exist.

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suppression::Problem,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-suppressed-rule",
    code: "IPX121",
    summary: "a suppression names a rule that does not exist",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for problem in cx.suppressions().problems() {
        let Problem::UnknownRule { error, span } = problem else { continue };
        let message = format!("there is no rule {}", quote(error.name.as_bytes()));
        let finding =
            Diagnostic::new(RuleId::UnknownSuppressedRule, *span, message, "this name suppresses nothing");
        out.push(match error.suggestion {
            Some(near) => finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), *span, near)),
            None => finding.help("`ipxe-lint rules` lists the rules"),
        });
    }
}
