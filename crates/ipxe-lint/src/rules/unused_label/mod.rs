//! Labels that no `goto` jumps to.

use ipxe_syntax::Label;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-label",
    code: "IPX411",
    summary: "no `goto` jumps to a label",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for label in cx.script.labels() {
        if !cx.flow.is_target(label)
            && is_plain(label)
            && is_come_to(cx, label)
            && !cx.flow.labels().is_open(label)
        {
            let message = format!("no `goto` jumps to the label {}", quote(label.name()));
            let text = "the script gets here only from the line above";
            out.push(
                Diagnostic::new(RuleId::UnusedLabel, label.span(), message, text)
                    .help("remove it, or make it a comment: `#`"),
            );
        }
    }
}

/// Whether it is meant as a label; comments of other languages can also begin with a colon.
fn is_plain(label: Label<'_, '_>) -> bool {
    label.name().first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether the lines after it run anyway, and it is the first of its name. Other rules are more specific in other
/// cases.
fn is_come_to(cx: &Context<'_, '_>, label: Label<'_, '_>) -> bool {
    let next = cx
        .command_at(label)
        .and_then(|first| cx.commands_from(first.id().index()).find(|command| !command.is_empty()));
    cx.flow.labels().is_first(label) && next.is_some_and(|next| cx.flow.is_reachable(next.id()))
}
