//! Jumps that are meant to retry something, but do not lead back to it.

use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_syntax::{Command, Label, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{failures::is_retry_name, jumps::Jump};

pub(super) const META: RuleMeta = RuleMeta {
    name: "futile-retry",
    code: "IPX413",
    summary: "a failure jumps to a retry label, and the failed command never runs again",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of jumps that are checked: each walk through the script takes time linear in its length.
const WALKS: usize = 32;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let retries = cx.jumps().filter_map(|jump| {
        let name = jump.target.as_known().filter(|name| is_retry_name(name))?;
        let failed = failed_before(cx, jump.command)?;
        Some((jump.command, failed, cx.label(name)?))
    });
    for (jump, failed, label) in retries.take(WALKS) {
        if is_futile(cx, failed, label) {
            out.push(report(jump, failed, label));
        }
    }
}

/// The command whose failure leads to the jump, if it may succeed the next time.
fn failed_before<'a, 's>(cx: &Context<'a, 's>, jump: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let is_or = |command: Command<'_, '_>| {
        command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
    };
    let failed =
        cx.command_before(jump.id()).filter(|before| before.line_id() == jump.line_id() && is_or(jump))?;
    let outside = Actions::FETCHES.union(Actions::CONFIGURES_NETWORK).union(Actions::OPENS_INTERFACE);
    let does = |form: &CommandForm| form.effects.actions.intersects(outside);
    (cx.flow.is_reachable(failed.id()) && cx.form(failed).is_some_and(does)).then_some(failed)
}

/// Whether no path leads from the label back to the failed command, nor to one that does the same or restarts the
/// script.
fn is_futile(cx: &Context<'_, '_>, failed: Command<'_, '_>, label: Label<'_, '_>) -> bool {
    let Some(head) = cx.command_at(label) else { return false };
    let reached = cx.flow.reachable_from([head.id()]);
    // The intended target of a jump without a label is unknown.
    let is_lost = |jump: &Jump<'_, '_>| reached.contains(jump.command.id());
    if reached.contains(failed.id()) || cx.lost_jumps().iter().any(is_lost) {
        return false;
    }
    let form = cx.form(failed);
    // An executed script may be this one.
    let starts_over = |form: &CommandForm| {
        let leaves = Actions::LEAVES.union(Actions::RUNS_COMMANDS).union(Actions::EXECUTES);
        form.effects.actions.intersects(leaves)
            || matches!(
                form.implementation,
                Implementation::Shell | Implementation::Autoboot | Implementation::Exit
            )
    };
    let may_help = |command: Command<'_, '_>| {
        !command.is_empty()
            && cx.form(command).is_none_or(|other| {
                form.is_some_and(|form| form.implementation == other.implementation)
                    && same_arguments(command, failed)
                    || starts_over(other)
            })
    };
    !cx.commands_from(head.id().index()).filter(|command| reached.contains(command.id())).any(may_help)
}

fn same_arguments(one: Command<'_, '_>, other: Command<'_, '_>) -> bool {
    one.arguments().map(Word::text).eq(other.arguments().map(Word::text))
}

fn report(jump: Command<'_, '_>, failed: Command<'_, '_>, label: Label<'_, '_>) -> Diagnostic {
    let name = failed.name().map(|name| quote(name.text())).unwrap_or_default();
    let target = quote(&[b":", label.name()].concat());
    let message = format!("{name} is not tried again from {target} on");
    Diagnostic::new(
        RuleId::FutileRetry,
        jump.span(),
        message,
        "the script continues after the failed command",
    )
    .and_label(failed.span(), "this failed, and never runs again")
    .and_label(label.span(), "the script continues here, and does not return")
    .help(format!("move the label before {name}"))
}
