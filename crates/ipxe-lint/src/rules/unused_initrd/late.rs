//! Initrds that are loaded below the boot that they are for.

use ipxe_catalog::Implementation;
use ipxe_model::commands::booting::{booting, executes_selected, may_boot};
use ipxe_syntax::Command;

use super::is_initrd;
use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};

/// `boot || shell`, and then an initrd, with nothing below that boots.
pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let boots = booting(cx).filter(|boot| boot.operator().is_none() && executes_selected(cx, *boot));
    out.extend(boots.filter_map(|boot| look_at(cx, boot)));
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, boot: Command<'a, 's>) -> Option<Diagnostic> {
    let mut below = cx.commands_from(boot.id().index() + 1).filter(|next| !next.is_empty());
    let late = below.find(|next| next.line_id() > boot.line_id())?;
    let load = cx.images().load_by(late.id()).filter(|load| is_initrd(cx, load))?;
    let boots = |command: Command<'_, '_>| {
        let is_shell = cx.form(command).is_some_and(|form| form.implementation == Implementation::Shell);
        !is_shell && may_boot(cx, command)
    };
    let is_apart = late.operator().is_some() || cx.label_between(boot, late).is_some();
    let reached =
        (!is_apart && cx.flow.is_reachable(boot.id())).then(|| cx.flow.reachable_from([late.id()]))?;
    if booting(cx).any(|command| reached.contains(command.id()) && boots(command)) {
        return None;
    }
    let message = format!("{} is loaded below the `boot` that it is for", quote(cx.script.slice(load.place)));
    let finding = Diagnostic::new(RuleId::UnusedInitrd, late.span(), message, "no `boot` follows");
    Some(
        finding
            .and_label(boot.span(), "this boots without it, and comes back only after a failure")
            .help("move it above the `boot`"),
    )
}
