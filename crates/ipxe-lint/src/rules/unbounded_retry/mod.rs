//! Downloads that are tried again at once and for ever.

use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, facts::retries::{Retry, Stations, retries}, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unbounded-retry",
    code: "IPX409",
    summary: "a download that fails is tried again at once, and for ever",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let (mut brakes, mut last) = (None, None);
    for Retry { label, head, jump } in retries(cx) {
        let download = cx.command_before(jump.id()).filter(|before| is_download(cx, *before, jump));
        let Some(download) = download.filter(|_| last != Some(label.line())) else { continue };
        let brakes: &Stations = brakes.get_or_insert_with(|| Stations::new(cx, &slows_down, |_| true));
        if brakes.has_between(head, jump) {
            continue;
        }
        last = Some(label.line());
        let name = download.name().map(|name| quote(name.text())).unwrap_or_default();
        let message = format!("{name} is tried again at once and for ever");
        let text = "nothing waits or counts before the next round";
        out.push(
            Diagnostic::new(RuleId::UnboundedRetry, jump.span(), message, text)
                .and_label(label.span(), "the next round begins here")
                .help("wait with `sleep 5` before the next round, or count the rounds with `inc` and give up with `iseq`"),
        );
    }
}

/// Whether it is a download, on the jump's own line.
fn is_download(cx: &Context<'_, '_>, command: Command<'_, '_>, jump: Command<'_, '_>) -> bool {
    let form = cx.form(command).filter(|_| command.line_id() == jump.line_id());
    let has_uri = cx.flow.invocation(command.id()).is_some_and(|invocation| invocation.positional(0).is_some());
    has_uri && form.is_some_and(|form| form.effects.actions.contains(Actions::FETCHES) && form.implementation != Implementation::Autoboot)
}

/// Whether a loop with it takes its time, counts, asks somebody or looks at something that may have changed.
fn slows_down(form: &CommandForm) -> bool {
    let asks = Actions::READS_INPUT.union(Actions::USES_MENU).union(Actions::CONFIGURES_NETWORK).union(Actions::OPENS_INTERFACE);
    let does = form.effects.actions;
    does.intersects(asks)
        || does.intersects(Actions::WAITS) && !does.contains(Actions::FETCHES)
        || matches!(
            form.implementation,
            Implementation::Inc | Implementation::Iseq | Implementation::Isset | Implementation::Shell | Implementation::Set
        )
}
