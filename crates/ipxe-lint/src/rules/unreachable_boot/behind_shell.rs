//! Sections that boot, and run only when somebody leaves a shell.

use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_model::graph::Edge;
use ipxe_syntax::{Command, Label};

use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// The first section with a label of its own that nothing leads to but the end of a shell.
pub(super) fn find(cx: &Context<'_, '_>) -> Option<Diagnostic> {
    let is_shell = |form: &CommandForm| form.implementation == Implementation::Shell;
    cx.invocations_of(Implementation::Shell).next()?;
    let unled = |label: &Label<'_, '_>| {
        !cx.flow.is_target(*label) && cx.flow.labels().is_first(*label) && !cx.flow.labels().is_open(*label)
    };
    // Most scripts have no such label.
    cx.script.labels().find(unled)?;
    let reached = cx
        .analysis()
        .reachable_along(|id, edge| edge != Edge::Success || !cx.form_of(id).is_some_and(is_shell));
    cx.script.labels().filter(unled).find_map(|label| {
        let first = cx.command_at(label)?;
        let before = cx.command_before(first.id()).filter(|before| cx.form(*before).is_some_and(is_shell))?;
        let is_left = cx.flow.is_reachable(first.id()) && !reached.contains(first.id());
        let boot = boot_in_section(cx, label, first).filter(|_| is_left && !cx.is_parked(first))?;
        let message =
            format!("{} runs only if the user leaves the shell", quote(&[b":", label.name()].concat()));
        let finding = Diagnostic::new(RuleId::UnreachableBoot, label.span(), message, "no `goto` jumps here");
        let finding = finding
            .and_label(before.span(), "the script continues below after `exit` at the prompt")
            .and_label(boot.span(), "this boots then, and never otherwise");
        let name = crate::printable(&String::from_utf8_lossy(label.name()));
        Some(finding.help(format!("jump there with `goto {name}`, or put `exit` after the shell")))
    })
}

/// The command that boots in the section of a label.
fn boot_in_section<'a, 's>(
    cx: &Context<'a, 's>,
    label: Label<'a, 's>,
    first: Command<'a, 's>,
) -> Option<Command<'a, 's>> {
    let end = cx.script.labels().find(|next| next.line() > label.line()).map(Label::line);
    let section = cx.commands_from(first.id().index());
    let mut section = section.take_while(|command| end.is_none_or(|end| command.line_id() < end));
    section
        .find(|command| cx.form(*command).is_some_and(|form| form.effects.actions.contains(Actions::BOOTS)))
}
