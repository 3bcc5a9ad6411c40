//! Options that get a value but take none.

use ipxe_language::options::ArgumentErrorKind;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unexpected-option-value",
    code: "IPX204",
    summary: "an option that takes no value gets one",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::UnexpectedValue { option } = misuse.error.kind else { continue };
        let message = format!("option `--{}` of `{}` takes no value", option.long, misuse.name());
        let label = cx.failure_of(misuse.command, misuse.name());
        let finding = Diagnostic::new(RuleId::UnexpectedOptionValue, misuse.span(), message, label);
        let title = format!("write only `--{}`", option.long);
        out.push(finding.fix(Fix::unsafe_(title, misuse.span(), format!("--{}", option.long))));
    }
}
