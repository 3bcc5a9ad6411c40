//! Lines on which a false test ends the script.

use crate::graph::{Edge, Node};
use ipxe_catalog::{Actions, CommandForm, Fails, Returns, Tested};
use ipxe_language::invocation::Invocation;
use ipxe_language::operation::Operation;
use ipxe_syntax::{Command, Line, OperatorKind};

use crate::commands::Commands;

/// A test whose failure is a normal answer, on a line that does not handle it, so that the script ends.
#[derive(Clone, Copy)]
pub struct Unguarded<'a, 's> {
    /// The test.
    pub test: Command<'a, 's>,
    /// The first command after the line: what does not run when the answer is no.
    pub next: Command<'a, 's>,
}

/// The first such command of each line, except of the script's last line.
pub fn unguarded<'a, 's>(cx: &Commands<'a, 's>) -> impl Iterator<Item = Unguarded<'a, 's>> {
    cx.script.lines().filter_map(|line| unguarded_in(cx, line))
}

/// The first such command of a line. None if there is none, or no command follows the line.
pub fn unguarded_in<'a, 's>(cx: &Commands<'a, 's>, line: Line<'a, 's>) -> Option<Unguarded<'a, 's>> {
    let first = line.commands().next()?.id().index();
    let (mut deciding, mut next_command) = (None, None);
    for test in line.commands() {
        let invocation = cx.flow.invocation(test.id())?;
        if !is_fatal(cx, test) {
            continue;
        }
        let next = *next_command.get_or_insert_with(|| {
            cx.commands_from(first + line.commands().len()).find(|command| !command.is_empty())
        });
        let next = next?;
        let is_one = if asks(invocation) {
            if is_last_alternative(cx, test, next) {
                continue;
            }
            let deciding: &Vec<bool> = deciding.get_or_insert_with(|| deciding_in(cx, line));
            asks_somebody(invocation) || deciding.get(test.id().index() - first).copied().unwrap_or_default()
        } else {
            can_go_wrong(invocation) && leads_away(cx, test) && is_fallback(cx, test, next)
        };
        if is_one {
            return Some(Unguarded { test, next });
        }
    }
    None
}

/// Whether the command is reachable, and the script ends if it fails.
fn is_fatal(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.flow.is_reachable(command.id()) && cx.flow.failure_is_fatal(command.id())
}

/// For each command of a line, whether a command other than a further test depends on its success.
/// `isset ${a} && isset ${b}` decides nothing: it asserts that both are set.
fn deciding_in<'a, 's>(cx: &Commands<'a, 's>, line: Line<'a, 's>) -> Vec<bool> {
    let first = line.commands().next().map_or(0, |first| first.id().index());
    let mut deciding = vec![false; line.commands().len()];
    for command in line.commands().rev() {
        let Some(next) = on_success(cx, command) else { continue };
        let is_test = cx.flow.invocation(next.id()).is_some_and(asks);
        let decides = !is_test || deciding.get(next.id().index() - first).copied().unwrap_or_default();
        if let Some(entry) = deciding.get_mut(command.id().index() - first) {
            *entry = decides;
        }
    }
    deciding
}

/// Whether the command is run for its status.
fn asks(invocation: &Invocation<'_>) -> bool {
    match invocation.form().map(|form| form.effects.tested) {
        Some(Tested::Always) => true,
        Some(Tested::Sometimes) => !is_prompt(invocation) || asks_somebody(invocation),
        _ => false,
    }
}

/// Whether the command asks the user, and no answer counts as a no.
pub(crate) fn asks_somebody(invocation: &Invocation<'_>) -> bool {
    let Some(Operation::Prompt(prompt)) = invocation.operation() else { return false };
    prompt.timeout.is_some() || prompt.key.is_some()
}

fn is_prompt(invocation: &Invocation<'_>) -> bool {
    invocation.form().is_some_and(|form| form.implementation == ipxe_catalog::Implementation::Prompt)
}

/// Whether its success depends on the network, the user, or hardware.
fn can_go_wrong(invocation: &Invocation<'_>) -> bool {
    let outside = [
        Actions::USES_NETWORK,
        Actions::FETCHES,
        Actions::EXECUTES,
        Actions::READS_INPUT,
        Actions::ATTACHES_SAN,
    ];
    let does = |form: &CommandForm| {
        form.effects.fails == Fails::Yes
            && outside.iter().any(|action| form.effects.actions.contains(*action))
    };
    invocation.arguments().is_some() && invocation.form().is_some_and(does)
}

/// The command that runs next on the same line if this one succeeds.
fn on_success<'a, 's>(cx: &Commands<'a, 's>, command: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    let next = next.find_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => cx.script.command(next),
        _ => None,
    })?;
    let same_line = next.line_id() == command.line_id() && next.id() > command.id();
    (same_line && !next.is_empty()).then_some(next)
}

/// Whether its success leads away from the lines below, by a jump or the end of the script.
fn leads_away<'a, 's>(cx: &Commands<'a, 's>, command: Command<'a, 's>) -> bool {
    let next = on_success(cx, command).and_then(|next| cx.form(next));
    next.is_some_and(|form| matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript))
}

/// Whether the command only runs if the line before failed: it has no label, and is otherwise unreachable.
fn is_fallback<'a, 's>(cx: &Commands<'a, 's>, test: Command<'a, 's>, next: Command<'a, 's>) -> bool {
    !cx.flow.is_reachable(next.id()) && cx.label_between(test, next).is_none()
}

/// Whether the test is the last of several that each jump, as in `iseq ${x} 1 && goto a || iseq ${x} 2 && goto b`, and
/// the section of another label follows: then none of the tests was meant to continue there.
fn is_last_alternative<'a, 's>(cx: &Commands<'a, 's>, test: Command<'a, 's>, next: Command<'a, 's>) -> bool {
    let is_alternative = test.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    is_alternative
        && leads_away(cx, test)
        && cx.label_between(test, next).is_some_and(|label| cx.flow.is_target(label))
}
