//! Merge conflict markers of version control systems.

use crate::{FixKind, Level, RuleId, RuleMeta, context::Context, facts::unknown_names::Meaning, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "merge-conflict",
    code: "IPX108",
    summary: "a merge conflict is left in the script",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for mark in cx.unknown_names().meaning(|meaning| meaning == Meaning::Conflict) {
        let finding = mark.report(cx, RuleId::MergeConflict, "a merge conflict is left in the script");
        out.extend(finding.map(|finding| finding.help("keep one side, and remove the markers")));
    }
}
