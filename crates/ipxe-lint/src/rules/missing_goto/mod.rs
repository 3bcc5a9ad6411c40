//! Labels without `goto`.

use crate::{
    FixKind, Level, RuleId, RuleMeta, context::Context, facts::unknown_names::Meaning, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-goto",
    code: "IPX212",
    summary: "a label is used as a command: `goto` is missing",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for name in cx.unknown_names().meaning(|meaning| meaning == Meaning::Target) {
        let message = format!("`goto` is missing before {}{}", quote(name.name), name.times());
        let Some(finding) = name.report(cx, RuleId::MissingGoto, message) else { continue };
        let finding = match cx.label(name.name) {
            Some(label) => finding.and_label(label.span(), "this is a label, not a command"),
            None => finding,
        };
        out.extend(
            name.insert("to jump to the label, write `goto` before it", "goto ").map(|fix| finding.fix(fix)),
        );
    }
}
