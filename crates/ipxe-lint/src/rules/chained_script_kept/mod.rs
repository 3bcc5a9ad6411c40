//! Scripts that stay registered after they ran, although a kernel boots next.

use ipxe_catalog::{Actions, Implementation};
use ipxe_model::graph::{CommandSet, Edge};
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::files::may_be_script,
    images::executed::{Executed, executed, leads_to},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "chained-script-kept",
    code: "IPX505",
    summary: "a chained script stays registered, and a kernel gets it as an initrd",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let kernels = cx.command_lines().linux();
    let mut kept = executed(cx).filter(|script| !kernels.is_empty() && stays(script)).peekable();
    if kept.peek().is_none() {
        return;
    }
    let kernels = kernels.iter().map(|line| line.command.id());
    // A section that a user chooses may fall through into the next one: another rule reports that.
    let unchosen = cx.unchosen();
    let before_kernel = cx.flow.reaching_along(kernels, |id, edge| goes_straight_on(cx, id, edge));
    let kept = kept.filter(|script| unchosen.contains(script.command.id()));
    out.extend(kept.filter_map(|script| report(cx, &script, &before_kernel)));
}

/// Whether it may be a script, which is then registered again after it ran.
fn stays(script: &Executed<'_, '_>) -> bool {
    may_be_script(&script.file) && !script.leaves_nothing()
}

/// Whether control continues with the images still registered, and without a choice by the user.
fn goes_straight_on(cx: &Context<'_, '_>, command: CommandId, edge: Edge) -> bool {
    let asks = Actions::READS_INPUT.union(Actions::USES_MENU);
    cx.form_of(command).is_none_or(|form| {
        let frees = form.effects.actions.contains(Actions::FREES_IMAGES) && edge == Edge::Success;
        let is_asked = form.effects.actions.intersects(asks) || form.implementation == Implementation::Shell;
        !frees && !is_asked
    })
}

fn report(cx: &Context<'_, '_>, script: &Executed<'_, '_>, before_kernel: &CommandSet) -> Option<Diagnostic> {
    if !leads_to(cx, script.command.id(), before_kernel) {
        return None;
    }
    let kernels = cx.command_lines().linux();
    let kernel = kernels.get(kernels.partition_point(|line| line.command.id() <= script.command.id()));
    let message = format!("{} is still registered when a kernel boots after it", quote(script.image.text()));
    let label = "a script that returns stays registered as an image";
    let finding = Diagnostic::new(RuleId::ChainedScriptKept, script.image.span(), message, label);
    let finding = match kernel {
        Some(line) => {
            finding.and_label(line.image.span(), "this kernel gets the text of the script as an extra initrd")
        }
        None => finding,
    };
    let place = Span::empty(script.command.name()?.span().end());
    Some(finding.fix(Fix::unsafe_("free the script when it returns: `--autofree`", place, " --autofree")))
}
