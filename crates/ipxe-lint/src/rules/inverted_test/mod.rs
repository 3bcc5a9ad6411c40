//! Tests whose two results lead to each other's commands.

mod machines;
mod presence;
mod prompts;
mod ways;

use ipxe_catalog::Implementation;

use crate::{Fix, FixKind, Level, RuleMeta, context::Context, sink::Sink};
use ways::{Way, Ways};

pub(super) const META: RuleMeta = RuleMeta {
    name: "inverted-test",
    code: "IPX445",
    summary: "what follows a test is for its other result",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let tests = cx.invocations_where(&|form| {
        matches!(
            form.implementation,
            Implementation::Cpuid | Implementation::Iseq | Implementation::Isset | Implementation::Prompt
        )
    });
    for (test, invocation) in tests {
        // Most tests are alone on their line.
        let Some(operation) = invocation.operation().filter(|_| test.line().commands().len() > 1) else {
            continue;
        };
        let ways = Ways::after(cx, test);
        let found = machines::look_at(cx, test, operation, &ways)
            .or_else(|| prompts::look_at(cx, test, operation, &ways))
            .or_else(|| presence::look_at(test, operation, &ways));
        out.extend(found);
    }
}

/// The fix that swaps the two branches.
fn swap(one: &Way<'_, '_>, other: &Way<'_, '_>) -> Option<Fix> {
    let text = |way: &Way<'_, '_>| std::str::from_utf8(way.name).ok().map(str::to_owned);
    let fix = Fix::unsafe_("swap the two", one.place, text(other)?);
    Some(fix.and(other.place, text(one)?))
}
