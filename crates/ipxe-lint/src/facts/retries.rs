//! Loops that try again what failed.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, CommandId, Label, OperatorKind};

use crate::context::Context;

/// A `goto`, run because something failed, to a label above from where control comes straight back to it: without
/// anybody being asked.
#[derive(Clone, Copy)]
pub(crate) struct Retry<'a, 's> {
    pub(crate) label: Label<'a, 's>,
    /// The first command of a round.
    pub(crate) head: Command<'a, 's>,
    pub(crate) jump: Command<'a, 's>,
}

/// The loops, by their jumps.
pub(crate) fn retries<'a, 's>(cx: &Context<'a, 's>) -> Vec<Retry<'a, 's>> {
    let jumps = cx.invocations_of(Implementation::Goto).filter_map(|(jump, invocation)| {
        let is_handler = jump.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
        let label = cx.label(invocation.positional(0)?.as_known()?).filter(|_| is_handler)?;
        let head = cx.command_at(label).filter(|head| head.id() < jump.id())?;
        (!cx.is_template(jump)).then_some(Retry { label, head, jump })
    });
    let mut found: Vec<_> = jumps.collect();
    if !found.is_empty() {
        let ends = Stations::new(cx, &asks_or_leaves, |command| command.operator().is_none());
        found.retain(|retry| !ends.has_between(retry.head, retry.jump));
    }
    found
}

/// Whether somebody is asked what to do, or control goes elsewhere.
fn asks_or_leaves(form: &CommandForm) -> bool {
    form.effects.actions.intersects(Actions::READS_INPUT.union(Actions::USES_MENU))
        || matches!(form.implementation, Implementation::Shell | Implementation::Choose)
        || matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript)
}

/// Commands of some kind, for the question whether there is one on the way.
pub(crate) struct Stations(Vec<CommandId>);

impl Stations {
    /// Those of a kind, and those of which nothing is known.
    pub(crate) fn new(
        cx: &Context<'_, '_>,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
        filter: impl Fn(Command<'_, '_>) -> bool,
    ) -> Self {
        let found = cx.invocations_that_may(wanted).map(|(command, _)| command);
        Self(found.filter(|command| filter(*command)).map(Command::id).collect())
    }

    /// Whether there is one from the first command up to the last one.
    pub(crate) fn has_between(&self, first: Command<'_, '_>, last: Command<'_, '_>) -> bool {
        let next = self.0.get(self.0.partition_point(|id| *id < first.id()));
        next.is_some_and(|next| *next < last.id())
    }
}
