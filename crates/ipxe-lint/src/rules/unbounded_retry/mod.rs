//! Downloads that are retried immediately and forever.

use foldhash::HashSet;
use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_language::text::Text;
use ipxe_model::graph::{Edge, Loops, Node};
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unbounded-retry",
    code: "IPX409",
    summary: "a failed download is retried at once, and forever",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut downloads = cx.invocations_where(&is_download).filter(|(command, invocation)| {
        invocation.positional(0).is_some() && !cx.flow.failure_is_fatal(command.id())
    });
    let Some(first) = downloads.next() else { return };
    let loops =
        cx.flow.loops_along(|id, edge| !(slows_down(cx, id) || edge == Edge::Jump && is_computed(cx, id)));
    let mut told = HashSet::default();
    for (download, _) in std::iter::once(first).chain(downloads) {
        let again = loops.of(download.id()).filter(|number| fails_into(cx, &loops, download, *number));
        if again.is_some_and(|number| told.insert(number)) {
            out.push(report(cx, download));
        }
    }
}

fn is_download(form: &CommandForm) -> bool {
    form.effects.actions.contains(Actions::FETCHES) && form.implementation != Implementation::Autoboot
}

/// Whether the command's failure leads back to it.
fn fails_into(cx: &Context<'_, '_>, loops: &Loops, download: Command<'_, '_>, number: u32) -> bool {
    let mut next = cx.flow.successors(Node::Command(download.id()));
    next.any(|(edge, node)| match node {
        Node::Command(next) => edge == Edge::Failure && loops.of(next) == Some(number),
        _ => false,
    })
}

fn report(cx: &Context<'_, '_>, download: Command<'_, '_>) -> Diagnostic {
    let name = download.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{name} is retried at once, and forever");
    let text = "nothing waits or counts before the next attempt";
    let help =
        "wait before the next attempt, `sleep 5`, or count the attempts with `inc` and stop with `iseq`";
    let handler = download.behind_on_line().find(|command| !command.is_empty());
    let Some(handler) = handler else {
        return Diagnostic::new(RuleId::UnboundedRetry, download.span(), message, text).help(help);
    };
    let finding = Diagnostic::new(RuleId::UnboundedRetry, handler.span(), message, text);
    let target = cx.flow.invocation(handler.id()).and_then(|jump| jump.positional(0)?.as_known());
    match target.and_then(|name| cx.label(name)) {
        Some(label) => finding.and_label(label.span(), "the next attempt starts here").help(help),
        None => finding.help(help),
    }
}

fn is_computed(cx: &Context<'_, '_>, jump: CommandId) -> bool {
    let target = cx.flow.invocation(jump).and_then(|invocation| invocation.positional(0));
    !target.is_some_and(Text::is_known)
}

/// Whether a command makes a loop wait, counts, asks the user, or tests something that may have changed; or whether its
/// effects are unknown.
fn slows_down(cx: &Context<'_, '_>, command: CommandId) -> bool {
    let Some(invocation) = cx.flow.invocation(command).filter(|invocation| !invocation.is_empty()) else {
        return false;
    };
    let asks = Actions::READS_INPUT
        .union(Actions::USES_MENU)
        .union(Actions::CONFIGURES_NETWORK)
        .union(Actions::OPENS_INTERFACE);
    let Some(form) = invocation.form() else { return true };
    let does = form.effects.actions;
    does.intersects(asks)
        || does.intersects(Actions::WAITS) && !does.contains(Actions::FETCHES)
        || matches!(
            form.implementation,
            Implementation::Inc
                | Implementation::Iseq
                | Implementation::Isset
                | Implementation::Shell
                | Implementation::Set
        )
}
