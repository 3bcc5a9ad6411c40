//! Lines that end in an operator, as if it continued on the next line.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_language::{invocation::Invocation, operation::Operation, uri::Uri};
use ipxe_syntax::{Command, Line, Operator, OperatorKind};

use crate::commands::{
    Commands,
    failures::{is_handler_name, speaks_of_failure},
    files::is_script,
};

/// An operator at the end of a line.
#[derive(Clone, Copy)]
pub struct Dangling<'a, 's> {
    /// The operator.
    pub operator: Operator,
    /// The command before it.
    pub before: Command<'a, 's>,
    /// The command that was meant to follow it: the first one of the next line.
    pub meant: Command<'a, 's>,
}

/// The operator before the empty command at the end of a line. None for other commands, and if the operator is
/// intended.
pub fn dangling<'a, 's>(cx: &Commands<'a, 's>, last: Command<'a, 's>) -> Option<Dangling<'a, 's>> {
    let line = last.line();
    let operator = last.operator().filter(|_| last.is_empty())?;
    // This comes first, so that the search back over empty commands happens once per line.
    line.commands().next_back().filter(|end| end.id() == last.id())?;
    let before = cx.command_before(last.id()).filter(|before| before.line_id() == line.id())?;
    let next = cx.line_after(line).filter(|next| next.label().is_none() && line.comment().is_none())?;
    let meant = next.commands().next().filter(|meant| !meant.is_empty())?;
    let is_one = operator.kind == OperatorKind::And
        || operator.kind == OperatorKind::Or && is_handler(cx, before, next, meant);
    is_one.then_some(Dangling { operator, before, meant })
}

/// Whether the next line only jumps or ends the script, and so makes the lines below unreachable: it handles a failure.
fn is_handler<'a, 's>(
    cx: &Commands<'a, 's>,
    before: Command<'a, 's>,
    next: Line<'a, 's>,
    meant: Command<'a, 's>,
) -> bool {
    let leaves = |form: &CommandForm| matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript);
    let outside = Actions::USES_NETWORK.union(Actions::FETCHES).union(Actions::OPENS_INTERFACE);
    let may_go_wrong = |form: &CommandForm| {
        form.effects.returns == Returns::Always && form.effects.actions.intersects(outside)
    };
    if is_alone(next) && cx.form(meant).is_some_and(leaves) && is_deeper(before.line(), next) {
        return true;
    }
    if !cx.form(before).is_some_and(may_go_wrong) {
        return runs_script(cx, before) && !is_alone(next) && says_what_failed(cx, next);
    }
    if !is_alone(next) {
        return says_what_failed(cx, next);
    }
    if !cx.form(meant).is_some_and(leaves) {
        return false;
    }
    let below = cx.commands_from(meant.id().index() + 1).find(|command| !command.is_empty());
    let is_cut_off = below
        .is_some_and(|below| !cx.flow.is_reachable(below.id()) && cx.label_between(meant, below).is_none());
    let target = cx.flow.invocation(meant.id()).and_then(|jump| jump.positional(0)?.as_known());
    is_cut_off || is_jump(cx, meant) && target.is_some_and(is_handler_name)
}

/// Whether a command executes an image that is a script by its name, and returns after it succeeds.
#[must_use]
pub fn runs_script(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    let operation = cx.flow.invocation(command.id()).and_then(Invocation::operation);
    let Some(Operation::Execute(how)) = operation else { return false };
    let name = how.image.and_then(|image| Uri::parse(image.location).image_name());
    !how.replace && name.is_some_and(|name| is_script(&name))
}

fn is_alone(line: Line<'_, '_>) -> bool {
    line.commands().len() == 1
}

/// Whether a line has a deeper indentation than the one before it, as a continuation has.
fn is_deeper(line: Line<'_, '_>, next: Line<'_, '_>) -> bool {
    let indent = |line: Line<'_, '_>| line.text().len() - line.text().trim_ascii_start().len();
    line.label().is_none() && indent(next) > indent(line)
}

/// Whether a line reports a failure and then leaves: `echo No kernel: failed && sleep 5 && goto menu`.
fn says_what_failed<'a, 's>(cx: &Commands<'a, 's>, line: Line<'a, 's>) -> bool {
    let leaves = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| {
            matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript)
                || form.effects.actions.contains(Actions::LEAVES)
        })
    };
    let mut commands = line.commands();
    let Some(last) = commands.next_back().filter(|last| leaves(*last)) else { return false };
    let is_talk = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| {
            matches!(
                form.implementation,
                Implementation::Echo | Implementation::Sleep | Implementation::Prompt
            )
        })
    };
    let first = commands.next();
    // `prompt Failed, press s for a shell && shell || reboot`
    let asks = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| form.implementation == Implementation::Prompt)
    };
    let is_shell = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| form.implementation == Implementation::Shell)
    };
    let is_asked = first.is_some_and(asks);
    first.is_some_and(|first| is_talk(first) && speaks_of_failure(cx.script.slice(first.span())))
        && commands.all(|command| is_talk(command) || is_asked && (leaves(command) || is_shell(command)))
        && (is_asked || last.operator().is_some_and(|operator| operator.kind != OperatorKind::Or))
}

fn is_jump(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command).is_some_and(|form| form.implementation == Implementation::Goto)
}
