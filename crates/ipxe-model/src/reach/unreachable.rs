//! Commands that never run, and why.

use crate::graph::{Edge, Node, Region};
use foldhash::HashSet;
use ipxe_catalog::{Actions, Returns};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, Label};

use crate::{
    commands::{
        booting::{executes_selected, selects_only},
        jumps::folded,
    },
    reach::Model,
};

/// Commands that nothing leads to.
pub struct Unreachable<'a, 's> {
    region: Region,
    /// The first of the commands.
    pub first: Command<'a, 's>,
    /// The command before them, which does not lead on to them.
    pub before: Option<Command<'a, 's>>,
    /// The label that they begin with, and that no `goto` leads to.
    pub label: Option<Label<'a, 's>>,
}

impl<'a, 's> Unreachable<'a, 's> {
    /// Those of them that have words.
    pub fn commands(&self, cx: &Model<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
        let region = self.region;
        let from_first = cx.commands_from(region.first().index());
        from_first
            .take_while(move |command| region.contains(command.id()))
            .filter(|command| !command.is_empty())
    }

    /// Whether a computed `goto` would lead to them if it were not for the values that its target can have.
    pub fn is_never_chosen(&self, cx: &Model<'a, 's>) -> bool {
        self.label.is_some() && cx.flow.is_reachable(self.first.id())
    }

    /// Whether they stand after a command that hands the machine or the script over.
    fn is_after_handover(&self, cx: &Model<'a, 's>) -> bool {
        let form = self.before.and_then(|before| cx.form(before));
        form.is_some_and(|form| {
            matches!(form.effects.returns, Returns::OnlyOnFailure | Returns::AfterExecution)
        })
    }

    /// Whether it is a loss that they do not run. It is none if they would only say something, wait, or leave:
    /// such lines stand after an end for good measure.
    pub fn matters(&self, cx: &Model<'a, 's>) -> bool {
        let idle = Actions::PRINTS.union(Actions::WAITS);
        let does_something = |command: Command<'a, 's>| {
            let form = cx.form(command);
            form.is_none_or(|form| {
                form.effects.returns == Returns::Always && !form.effects.actions.intersects(idle)
            })
        };
        self.commands(cx).any(does_something) || self.boots(cx).next().is_some()
    }

    /// Those of them that would boot.
    ///
    /// A `boot` without an argument is none where nothing was selected for it: after `sanboot` it is a habit.
    pub fn boots(&self, cx: &Model<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
        let selects = self.label.is_some() || self.commands(cx).any(|command| selects_only(cx, command));
        let is_habit = move |command: &Command<'a, 's>| {
            !selects && self.is_after_handover(cx) && executes_selected(cx, *command)
        };
        self.commands(cx).filter(move |command| !is_habit(command)).filter(|command| {
            let form = cx.form(*command);
            form.is_some_and(|form| form.effects.actions.contains(Actions::BOOTS))
        })
    }
}

/// The runs of commands that nothing leads to, but for those behind a command that can do nothing but fail.
pub fn unreachable<'c, 'a, 's>(cx: &'c Model<'a, 's>) -> &'c [Unreachable<'a, 's>] {
    cx.unreachable.get_or_init(|| find(cx))
}

fn find<'a, 's>(cx: &Model<'a, 's>) -> Vec<Unreachable<'a, 's>> {
    let wanted: HashSet<Vec<u8>> = cx.lost_jumps().iter().map(|jump| folded(jump.word.text())).collect();
    // What is parked is left out on purpose, and what only serves it as well.
    let parked = cx.script.labels().filter_map(|label| cx.command_at(label));
    let parked = parked.filter(|first| cx.flow.is_reachable(first.id()) && cx.is_parked(*first));
    let by_choices = || cx.analysis().reachable_by_choices(cx.flow, parked.map(Command::id));
    let by_choices = has_computed_jump(cx).then(by_choices).flatten();
    let regions: Vec<_> = match &by_choices {
        Some(reached) => cx.flow.regions_outside(reached).collect(),
        None => cx.flow.unreachable_regions().collect(),
    };
    let found = regions.into_iter().filter_map(|region| describe(cx, region));
    let cut_off = targets_cut_off(cx);
    let is_explained = |label: &Label<'_, '_>| {
        let is_second = !cx.flow.labels().is_first(*label);
        is_second
            || cut_off.contains(label.name())
            || wanted.contains(&folded(label.name()))
            || cx.has_template(label.name())
    };
    found.filter(|found| !found.label.as_ref().is_some_and(is_explained)).collect()
}

/// Whether a target that is computed may be some label.
fn has_computed_jump(cx: &Model<'_, '_>) -> bool {
    cx.jumps().any(|jump| !jump.target.is_known() && cx.flow.is_reachable(jump.command.id()))
}

/// The labels that jumps would lead to, but for a mistake before them on their lines.
fn targets_cut_off<'a>(cx: &Model<'a, '_>) -> HashSet<&'a [u8]> {
    let cut_off = cx.jumps().filter(|jump| {
        let before = cx.command_before(jump.command.id());
        !cx.flow.is_reachable(jump.command.id())
            && before.is_some_and(|before| {
                before.line_id() == jump.command.line_id() && fails_by_mistake(cx, before)
            })
    });
    cut_off.filter_map(|jump| jump.target.as_known()).collect()
}

/// What cuts the region off; nothing if that can do nothing but fail.
fn describe<'a, 's>(cx: &Model<'a, 's>, region: Region) -> Option<Unreachable<'a, 's>> {
    let first = cx.script.command(region.first())?;
    // A template's line, or text that was never meant for iPXE, such as a web page after the script's `exit`.
    let is_foreign = cx.flow.invocation(first.id()).is_none_or(Invocation::is_unknown);
    if first.line().is_unfinished()
        || is_foreign
        || first.name().is_some_and(|name| cx.has_template(name.text()))
    {
        return None;
    }
    let before = cx.command_before(first.id());
    if before.is_some_and(|before| fails_by_mistake(cx, before)) {
        return None;
    }
    let label = before.and_then(|before| cx.label_between(before, first));
    Some(Unreachable { region, first, before, label })
}

/// Whether the command can do nothing but fail, by its own fault.
fn fails_by_mistake(cx: &Model<'_, '_>, command: Command<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return false };
    let leads_on =
        |wanted: Edge| cx.flow.successors(Node::Command(command.id())).any(|(edge, _)| edge == wanted);
    let returns = invocation.form().map(|form| form.effects.returns);
    invocation.is_unknown()
        || invocation.argument_error().is_some()
        || returns == Some(Returns::Jumps) && !leads_on(Edge::Jump)
        || returns == Some(Returns::EndsScript) && !leads_on(Edge::End)
}
