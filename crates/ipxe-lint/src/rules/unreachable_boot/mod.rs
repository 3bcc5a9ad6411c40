//! Commands that would boot, and never run.

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::unreachable::{Unreachable, explain, unreachable},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unreachable-boot",
    code: "IPX406",
    summary: "nothing leads to a command that would boot",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Most further commands of the same run that are pointed at.
const SHOWN: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for found in unreachable(cx) {
        if let Some(finding) = describe(cx, found) {
            out.push(finding);
        }
    }
}

fn describe<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> Option<Diagnostic> {
    let mut boots = found.boots(cx);
    let boot = boots.next()?;
    let name = quote(boot.name()?.text());
    let message = format!("nothing leads to this {name}");
    let finding = Diagnostic::new(
        RuleId::UnreachableBoot,
        boot.span(),
        message,
        "never runs, so nothing is booted here",
    );
    let finding =
        boots.take(SHOWN).fold(finding, |finding, other| finding.and_label(other.span(), "nor here"));
    Some(explain(cx, found, finding))
}
