//! Lines that end in an operator, as if the next one belonged to them.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, Line, Operator, OperatorKind};

use crate::{context::Context, facts::failures::is_handler_name};

/// An operator at the end of a line.
#[derive(Clone, Copy)]
pub(crate) struct Dangling<'a, 's> {
    pub(crate) operator: Operator,
    /// The command before it.
    pub(crate) before: Command<'a, 's>,
    /// The command that was to stand behind it: the first one of the next line.
    pub(crate) meant: Command<'a, 's>,
}

/// What dangles before the empty command at the end of a line.
pub(crate) fn dangling<'a, 's>(cx: &Context<'a, 's>, last: Command<'a, 's>) -> Option<Dangling<'a, 's>> {
    let line = last.line();
    let operator = last.operator().filter(|_| last.is_empty())?;
    let before = cx.command_before(last.id()).filter(|before| before.line_id() == line.id())?;
    let is_last = line.commands().next_back().is_some_and(|command| command.id() == last.id());
    let next =
        cx.line_after(line).filter(|next| is_last && next.label().is_none() && line.comment().is_none())?;
    let meant = next.commands().next().filter(|meant| !meant.is_empty() && !cx.is_template(*meant))?;
    let is_one = operator.kind == OperatorKind::And
        || operator.kind == OperatorKind::Or && is_handler(cx, before, next, meant);
    is_one.then_some(Dangling { operator, before, meant })
}

/// Whether the next line is a lone jump, or the like, that cuts off what stands below it: what is done after a failure.
fn is_handler<'a, 's>(
    cx: &Context<'a, 's>,
    before: Command<'a, 's>,
    next: Line<'a, 's>,
    meant: Command<'a, 's>,
) -> bool {
    let leaves = |form: &CommandForm| matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript);
    let outside = Actions::USES_NETWORK.union(Actions::FETCHES).union(Actions::OPENS_INTERFACE);
    let may_go_wrong = |form: &CommandForm| {
        form.effects.returns == Returns::Always && form.effects.actions.intersects(outside)
    };
    if next.commands().len() != 1
        || !cx.form(meant).is_some_and(leaves)
        || !cx.form(before).is_some_and(may_go_wrong)
    {
        return false;
    }
    let below = cx.commands_from(meant.id().index() + 1).find(|command| !command.is_empty());
    let is_cut_off = below
        .is_some_and(|below| !cx.flow.is_reachable(below.id()) && cx.label_between(meant, below).is_none());
    let target = cx.flow.invocation(meant.id()).and_then(|jump| jump.positional(0)?.as_known());
    is_cut_off || is_jump(cx, meant) && target.is_some_and(is_handler_name)
}

fn is_jump(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command).is_some_and(|form| form.implementation == Implementation::Goto)
}
