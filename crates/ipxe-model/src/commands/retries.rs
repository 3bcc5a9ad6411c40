//! Loops that retry a failed command.

use crate::graph::{Edge, Node};
use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_syntax::{Command, CommandId, Label, LineId, OperatorKind};

use crate::commands::Commands;

/// A `goto` that runs because something failed, and jumps back to a label above, from where control returns to it
/// without a question to the user.
#[derive(Clone, Copy)]
pub struct Retry<'a, 's> {
    /// The label that it jumps to.
    pub label: Label<'a, 's>,
    /// The first command of an iteration.
    pub head: Command<'a, 's>,
    /// The command that jumps back.
    pub jump: Command<'a, 's>,
}

/// The maximum number of jumps of a loop that are checked for whether a failure leads to its end.
const HANDLERS: usize = 64;

/// The retry loops, by their jumps: those that start again at once, and those in which a failure first jumps to a
/// label, and then back to the start.
pub fn rounds<'a, 's>(cx: &Commands<'a, 's>) -> Vec<Retry<'a, 's>> {
    let handled: Vec<_> = cx
        .invocations_of(Implementation::Goto)
        .filter(|(jump, _)| is_handler(*jump))
        .filter_map(|(jump, invocation)| {
            Some((jump.id(), cx.label(invocation.positional(0)?.as_known()?)?.line()))
        })
        .collect();
    loops(cx, &|jump, head| {
        let is_within = |(from, to): &(CommandId, LineId)| {
            (head.id()..jump.id()).contains(from) && (head.line_id()..=jump.line_id()).contains(to)
        };
        is_handler(jump)
            || jump.operator().is_none() && between(&handled, head, jump).iter().take(HANDLERS).any(is_within)
    })
}

/// The jumps from one command up to another one. The list is in order.
fn between<'h>(
    jumps: &'h [(CommandId, LineId)],
    first: Command<'_, '_>,
    last: Command<'_, '_>,
) -> &'h [(CommandId, LineId)] {
    let start = jumps.partition_point(|(from, _)| *from < first.id());
    let end = jumps.partition_point(|(from, _)| *from < last.id());
    jumps.get(start..end).unwrap_or_default()
}

fn is_handler(jump: Command<'_, '_>) -> bool {
    jump.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
}

fn loops<'a, 's>(
    cx: &Commands<'a, 's>,
    starts_over: &dyn Fn(Command<'a, 's>, Command<'a, 's>) -> bool,
) -> Vec<Retry<'a, 's>> {
    let jumps = cx.invocations_of(Implementation::Goto).filter_map(|(jump, invocation)| {
        let name = invocation.positional(0)?.as_known()?;
        let head = head(cx, jump).filter(|head| head.id() < jump.id())?;
        let label = cx.label(name).filter(|_| starts_over(jump, head))?;
        Some(Retry { label, head, jump })
    });
    let mut found: Vec<_> = jumps.collect();
    if !found.is_empty() {
        let ends = Stations::new(cx, &asks_or_leaves, |command| command.operator().is_none());
        found.retain(|retry| !ends.has_between(retry.head, retry.jump));
    }
    found
}

/// The first command that runs after a jump.
fn head<'a, 's>(cx: &Commands<'a, 's>, jump: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let (_, to) = cx.flow.successors(Node::Command(jump.id())).find(|(edge, _)| *edge == Edge::Jump)?;
    let Node::Command(head) = to else { return None };
    cx.script.command(head)
}

/// Whether the command asks the user, or leaves the loop.
fn asks_or_leaves(form: &CommandForm) -> bool {
    form.effects.actions.intersects(Actions::READS_INPUT.union(Actions::USES_MENU))
        || matches!(form.implementation, Implementation::Shell | Implementation::Choose)
        || matches!(form.effects.returns, Returns::Jumps | Returns::EndsScript)
}

/// A set of commands, for the question whether one of them is between two others.
pub struct Stations(Vec<CommandId>);

impl Stations {
    /// The commands of a kind, and those of which nothing is known.
    pub fn new(
        cx: &Commands<'_, '_>,
        wanted: &dyn Fn(&'static CommandForm) -> bool,
        filter: impl Fn(Command<'_, '_>) -> bool,
    ) -> Self {
        let found = cx.invocations_that_may(wanted).map(|(command, _)| command);
        Self(found.filter(|command| filter(*command)).map(Command::id).collect())
    }

    /// Whether one of them is between the first command and the last one. The first one counts, the last one does not.
    #[must_use]
    pub fn has_between(&self, first: Command<'_, '_>, last: Command<'_, '_>) -> bool {
        let next = self.0.get(self.0.partition_point(|id| *id < first.id()));
        next.is_some_and(|next| *next < last.id())
    }
}
