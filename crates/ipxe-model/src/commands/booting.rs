//! Commands that select an image, and commands that execute the selected one.

use ipxe_catalog::{Actions, Implementation, Returns};
use ipxe_syntax::Command;

use crate::commands::Commands;

/// The commands that may select, execute or boot something, in order.
pub fn booting<'a, 's>(cx: &Commands<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
    let wanted = [Actions::SELECTS_IMAGE, Actions::EXECUTES, Actions::RUNS_COMMANDS, Actions::BOOTS];
    let may = cx.invocations_that_may(&move |form| {
        let does = |action: &Actions| form.effects.actions.intersects(*action);
        form.implementation == Implementation::Shell || wanted.iter().any(does)
    });
    may.map(|(command, _)| command)
}

/// Whether the command only selects an image, and does not execute it.
pub fn selects_only(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    actions(cx, command).is_some_and(|actions| {
        actions.contains(Actions::SELECTS_IMAGE) && !actions.intersects(Actions::EXECUTES)
    })
}

/// Whether an image may be selected after the command: by the command itself, by a script that it runs, by a user at a
/// shell, or by a command whose name is unknown.
pub fn may_select(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    let selects = Actions::SELECTS_IMAGE.union(Actions::EXECUTES).union(Actions::RUNS_COMMANDS);
    !executes_selected(cx, command) && may_do(cx, command, selects)
}

/// Whether an image may be booted by the command, by a script that it runs, or by a user at a shell.
pub fn may_boot(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    may_do(cx, command, Actions::BOOTS.union(Actions::EXECUTES).union(Actions::RUNS_COMMANDS))
}

/// Whether the command executes the selected image, whichever that is.
pub fn executes_selected(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return false };
    let executes_image = invocation.form().is_some_and(|form| {
        form.effects.returns == Returns::AfterExecution
            && form.effects.actions.contains(Actions::SELECTS_IMAGE)
    });
    let is_autoboot = invocation.form().is_some_and(|form| form.implementation == Implementation::Autoboot);
    let has_argument = invocation.arguments().is_none_or(|arguments| !arguments.positionals.is_empty());
    executes_image && !is_autoboot && !has_argument
}

fn may_do(cx: &Commands<'_, '_>, command: Command<'_, '_>, wanted: Actions) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()).filter(|invocation| !invocation.is_empty())
    else {
        return false;
    };
    match invocation.form() {
        Some(form) if form.implementation == Implementation::Shell => true,
        Some(form) => form.effects.actions.intersects(wanted),
        // A command of another release, or one with a computed name.
        None => true,
    }
}

fn actions(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> Option<Actions> {
    Some(cx.form(command)?.effects.actions)
}
