//! How sections begin, and whether it matters that control enters them without a choice by the user.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, Label};

use crate::commands::{Commands, failures::speaks_of_failure};

/// The maximum number of commands of a section that are checked.
const LOOKED_AT: usize = 8;

/// Whether a command only prints, waits, or sets or clears a setting.
#[must_use]
pub fn only_prepares(form: &CommandForm) -> bool {
    use Implementation::{Clear, Echo, Set, Sleep};
    matches!(form.implementation, Clear | Echo | Set | Sleep)
}

/// Whether a section, from its first command on, does something that the user has to choose: more than leave the
/// script, ask a question, show a menu, or jump.
pub fn does_something<'a, 's>(cx: &Commands<'a, 's>, first: Command<'a, 's>) -> bool {
    let commands = cx.commands_from(first.id().index()).take(LOOKED_AT);
    let mut forms = commands.filter_map(|command| cx.form(command)).filter(|form| !only_prepares(form));
    forms.next().is_some_and(|form| {
        let asks = Actions::CREATES_MENU.union(Actions::USES_MENU).union(Actions::READS_INPUT);
        let is_left = matches!(form.effects.returns, Returns::EndsScript | Returns::Jumps)
            || form.implementation == Implementation::Shell;
        !is_left && !form.effects.actions.intersects(asks.union(Actions::LEAVES))
    })
}

/// Whether a section begins with a message that something failed.
#[must_use]
pub fn reports_failure<'a, 's>(cx: &Commands<'a, 's>, label: Label<'a, 's>) -> bool {
    let Some(first) = cx.command_at(label) else { return false };
    let says =
        |form: &CommandForm| matches!(form.implementation, Implementation::Echo | Implementation::Prompt);
    let section = cx.commands_from(first.id().index()).take(LOOKED_AT);
    let mut talk = section.take_while(|command| cx.form(*command).is_some_and(says));
    talk.any(|command| speaks_of_failure(cx.script.slice(command.span())))
}
