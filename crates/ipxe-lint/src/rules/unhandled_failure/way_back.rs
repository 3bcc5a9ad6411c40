//! A jump after a command that does not continue there, back to a question to the user.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, Label, Line, LineId, OperatorKind, Span};

use crate::context::Context;

/// The maximum number of lines of a jump's target section that are checked.
const LOOKED_AT: usize = 256;

/// A jump that is not reached after a failure.
pub(super) struct WayBack<'a> {
    /// The jump.
    pub(super) jump: Span,
    /// Its target label.
    pub(super) label: &'a [u8],
    /// Whether a success may lead to it.
    pub(super) may_come: bool,
    /// Whether it is on the line of the failing command, after `&&`.
    pub(super) is_on_line: bool,
}

/// The jump at the end of the next commands, if it is useful after a failure: only a failure would lead to it, or it
/// leads back to a question to the user.
pub(super) fn way_back<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    below: impl Iterator<Item = Command<'a, 's>>,
) -> Option<WayBack<'a>> {
    let executes =
        |form: &CommandForm| matches!(form.effects.returns, Returns::AfterExecution | Returns::OnlyOnFailure);
    if !cx.form(command).is_some_and(executes) {
        return None;
    }
    let on_line = jump_on_line(cx, command);
    let jump = on_line.or_else(|| jump_of(cx, below))?;
    let label = cx.label(cx.flow.invocation(jump.id())?.positional(0)?.as_known()?)?;
    let may_come = may_come_back(cx, command);
    let is_of_use =
        if may_come { label.line() < command.line_id() && asks(cx, label) } else { !is_end(cx, label) };
    is_of_use.then_some(WayBack {
        jump: jump.span(),
        label: label.name(),
        may_come,
        is_on_line: on_line.is_some(),
    })
}

/// The last jump on the line, after `&&`.
fn jump_on_line<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let next = cx.commands_from(command.id().index() + 1).next()?;
    let last = command.line().commands().next_back()?;
    let is_and = next.operator().is_some_and(|operator| operator.kind == OperatorKind::And);
    let is_goto = cx.form(next).is_some_and(|form| form.implementation == Implementation::Goto);
    (is_and && is_goto && next.id() == last.id()).then_some(next)
}

/// The next jump, if only commands that print come before it.
fn jump_of<'a, 's>(
    cx: &Context<'a, 's>,
    below: impl Iterator<Item = Command<'a, 's>>,
) -> Option<Command<'a, 's>> {
    use Implementation::{Clear, Echo, Goto, Imgfree, Prompt, Sleep};
    let mut plain = below.take_while(|next| next.operator().is_none());
    let next = plain.find(|next| {
        let is_talk =
            |form: &CommandForm| matches!(form.implementation, Clear | Echo | Imgfree | Prompt | Sleep);
        !cx.form(*next).is_some_and(is_talk)
    })?;
    cx.form(next).is_some_and(|form| form.implementation == Goto).then_some(next)
}

/// Whether a command may succeed and continue with the next one.
fn may_come_back(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    next.any(|(edge, node)| edge == Edge::Success && matches!(node, Node::Command(_)))
}

/// Whether the section of a label asks the user.
fn asks<'a, 's>(cx: &Context<'a, 's>, label: Label<'a, 's>) -> bool {
    let asks = Actions::READS_INPUT.union(Actions::USES_MENU).union(Actions::CREATES_MENU);
    section(cx, label)
        .any(|command| cx.form(command).is_some_and(|form| form.effects.actions.intersects(asks)))
}

/// Whether a label only ends the script, possibly after a clean-up: a failure ends the script as well, and also informs
/// its caller.
fn is_end<'a, 's>(cx: &Context<'a, 's>, label: Label<'a, 's>) -> bool {
    use Implementation::{Clear, Echo, Imgfree, Set, Sleep};
    let tidies = |form: &CommandForm| matches!(form.implementation, Clear | Echo | Imgfree | Set | Sleep);
    let first =
        section(cx, label).find(|command| !command.is_empty() && !cx.form(*command).is_some_and(tidies));
    first.is_none_or(|first| {
        cx.form(first).is_some_and(|form| {
            form.effects.returns == Returns::EndsScript || form.effects.actions.intersects(Actions::LEAVES)
        })
    })
}

/// The commands from a label up to the next one.
fn section<'a, 's>(cx: &Context<'a, 's>, label: Label<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
    let script = cx.script;
    let lines = (label.line().index() + 1..)
        .map_while(move |line| script.line(LineId::new(u32::try_from(line).ok()?)));
    lines.take(LOOKED_AT).take_while(|line| line.label().is_none()).flat_map(Line::commands)
}
