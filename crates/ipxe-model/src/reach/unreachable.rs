//! Commands that never run, and the reason.

use std::cell::OnceCell;

use crate::graph::{Edge, Node, Region};
use foldhash::HashSet;
use ipxe_catalog::{Actions, CommandForm, Returns};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, CommandId, Label, Word};

use crate::{
    commands::{
        booting::{executes_selected, selects_only},
        jumps::folded,
    },
    reach::Model,
};

/// Unreachable commands.
pub struct Unreachable<'a, 's> {
    region: Region,
    /// The first of the commands.
    pub first: Command<'a, 's>,
    /// The command before them, from which control does not continue to them.
    pub before: Option<Command<'a, 's>>,
    /// The label that they begin with, and that is not the target of any `goto`.
    pub label: Option<Label<'a, 's>>,
}

impl<'a, 's> Unreachable<'a, 's> {
    /// The commands that have words.
    pub fn commands(&self, cx: &Model<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
        let region = self.region;
        let from_first = cx.commands_from(region.first().index());
        from_first
            .take_while(move |command| region.contains(command.id()))
            .filter(|command| !command.is_empty())
    }

    /// Whether they would be reachable by a computed `goto` if its target had other values.
    pub fn is_never_chosen(&self, cx: &Model<'a, 's>) -> bool {
        self.label.is_some() && cx.flow.is_reachable(self.first.id())
    }

    /// Whether they follow a command that boots, or leaves the script.
    fn is_after_handover(&self, cx: &Model<'a, 's>) -> bool {
        let form = self.before.and_then(|before| cx.form(before));
        form.is_some_and(|form| {
            matches!(form.effects.returns, Returns::OnlyOnFailure | Returns::AfterExecution)
        })
    }

    /// Whether it matters that they do not run. It does not if they would only print, wait or leave: such lines are
    /// common after the end of a script.
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

    /// The commands that would boot.
    ///
    /// A `boot` without an argument does not count if no image is selected for it: after `sanboot` it is a habit.
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

/// The unreachable runs of commands, except those after a command that can only fail.
pub fn unreachable<'c, 'a, 's>(cx: &'c Model<'a, 's>) -> &'c [Unreachable<'a, 's>] {
    cx.unreachable.get_or_init(|| find(cx))
}

fn find<'a, 's>(cx: &Model<'a, 's>) -> Vec<Unreachable<'a, 's>> {
    let is_explained = explained_labels(cx);
    // Parked sections are left out intentionally, and so are sections that only they use.
    let parked = cx.script.labels().filter_map(|label| cx.command_at(label));
    let parked = parked.filter(|first| cx.flow.is_reachable(first.id()) && cx.is_parked(*first));
    let by_choices = || cx.analysis().reachable_by_choices(cx.flow, parked.map(Command::id));
    let by_choices = has_computed_jump(cx).then(by_choices).flatten();
    let regions: Vec<_> = match &by_choices {
        Some(reached) => cx.flow.regions_outside(reached).collect(),
        None => cx.flow.unreachable_regions().collect(),
    };
    let found = regions.into_iter().filter_map(|region| describe(cx, region));
    found.filter(|found| !found.label.is_some_and(&is_explained)).collect()
}

/// Returns whether a label is unreachable for a known reason: a mistake elsewhere, or a switch that people set by
/// editing the script.
fn explained_labels<'c>(cx: &'c Model<'_, '_>) -> impl Fn(Label<'_, '_>) -> bool + 'c {
    let wanted: HashSet<Vec<u8>> = cx.lost_jumps().iter().map(|jump| folded(jump.word.text())).collect();
    let cut_off = targets_cut_off(cx);
    let is_switched = OnceCell::new();
    move |label| {
        let is_second = !cx.flow.labels().is_first(label);
        is_second
            || cut_off.contains(label.name())
            || wanted.contains(&folded(label.name()))
            || cx.flow.labels().is_open(label)
            || *is_switched.get_or_init(|| is_switched_off(cx))
    }
}

/// Whether a command is unreachable, as in [`unreachable()`], or in a parked section.
pub fn is_left_out<'a, 's>(cx: &Model<'a, 's>, command: Command<'a, 's>) -> bool {
    is_in_one_of(unreachable(cx), |found| found.region, command.id()) || cx.is_parked(command)
}

/// The maximum number of commands of a line that are checked for a mistake.
const LOOKED_AT: usize = 64;

/// Whether a command certainly never runs: it is unreachable, and would still be if a mistake above were corrected.
pub fn never_runs(cx: &Model<'_, '_>, command: CommandId) -> bool {
    if cx.flow.is_reachable(command) {
        return false;
    }
    let dead = cx.dead.get_or_init(|| {
        let explained = explained_labels(cx);
        let is_dead = |region: &Region| {
            let Some(first) = cx.script.command(region.first()) else { return false };
            let before = cx.command_before(first.id());
            let label = before.and_then(|before| cx.label_between(before, first));
            let mut on_line = before.into_iter().flat_map(|before| before.line().commands().take(LOOKED_AT));
            !on_line.any(|one| fails_by_mistake(cx, one)) && !label.is_some_and(&explained)
        };
        cx.flow.unreachable_regions().filter(is_dead).collect()
    });
    is_in_one_of(dead, |region| *region, command)
}

/// Whether a command is in a section that is unreachable only because of the values of computed `goto`s.
pub fn is_never_chosen(cx: &Model<'_, '_>, command: CommandId) -> bool {
    one_with(unreachable(cx), |found| found.region, command).is_some_and(|found| found.is_never_chosen(cx))
}

/// Whether a command is in one of several runs of commands, which are in order.
fn is_in_one_of<T>(all: &[T], region: impl Fn(&T) -> Region, command: CommandId) -> bool {
    one_with(all, region, command).is_some()
}

/// The run of commands that contains a command. The runs are in order.
fn one_with<T>(all: &[T], region: impl Fn(&T) -> Region, command: CommandId) -> Option<&T> {
    let after = all.partition_point(|one| region(one).first() <= command);
    after.checked_sub(1).and_then(|at| all.get(at)).filter(|one| region(one).contains(command))
}

/// The minimum number of sections that a switch disables.
const LEFT_OUT: usize = 2;

/// Whether the script begins with a switch that people set by editing it: a `goto` to the label directly below, which
/// would otherwise be useless, before several sections that are otherwise unreachable.
fn is_switched_off(cx: &Model<'_, '_>) -> bool {
    let selects = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::USES_MENU) || form.effects.returns != Returns::Always
    };
    let Some((switch, _)) = cx.invocations_where(&selects).next() else { return false };
    let is_plain = switch.operator().is_none() && switch.line().commands().len() == 1;
    let mut jumps = cx.jumps().filter(|jump| jump.command.id() == switch.id());
    let target = jumps.next().and_then(|jump| cx.label(jump.target.as_known()?));
    let next = cx.commands_from(switch.id().index() + 1).find(|command| !command.is_empty());
    let leads_on = target.and_then(|target| cx.command_at(target)).zip(next);
    let is_out = |label: &Label<'_, '_>| {
        cx.command_at(*label).is_some_and(|command| !cx.flow.is_reachable(command.id()))
    };
    is_plain
        && leads_on.is_some_and(|(target, next)| target.id() == next.id())
        && cx.script.labels().filter(is_out).take(LEFT_OUT).count() == LEFT_OUT
}

/// Whether the script has a reachable jump with a computed target.
fn has_computed_jump(cx: &Model<'_, '_>) -> bool {
    cx.jumps().any(|jump| !jump.target.is_known() && cx.flow.is_reachable(jump.command.id()))
}

/// The labels of jumps that are only unreachable because of a mistake before them on the same line.
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

/// The region without a jump before its first section: a jump after a command that does not return belongs to the
/// section above.
fn from_section(cx: &Model<'_, '_>, region: Region) -> Option<Region> {
    let first = cx.script.command(region.first())?;
    let is_jump = cx.form(first).is_some_and(|form| form.effects.returns == Returns::Jumps);
    let mut behind = cx.commands_from(first.id().index() + 1).filter(|next| !next.is_empty());
    let next = behind.next().filter(|next| is_jump && region.contains(next.id()))?;
    cx.label_between(first, next).map(|_| Region::new(next.id(), region.last()))
}

/// The reason why the region is unreachable. None if that is a command that can only fail.
fn describe<'a, 's>(cx: &Model<'a, 's>, region: Region) -> Option<Unreachable<'a, 's>> {
    let region = from_section(cx, region).unwrap_or(region);
    let first = cx.script.command(region.first())?;
    // A line with template markup, or text that is not meant for iPXE, such as a web page after the script's `exit`.
    let is_foreign = cx.flow.invocation(first.id()).is_none_or(Invocation::is_unknown);
    if first.line().is_unfinished() || is_foreign || first.name().is_some_and(Word::has_hole) {
        return None;
    }
    let before = cx.command_before(first.id());
    if before.is_some_and(|before| fails_by_mistake(cx, before)) {
        return None;
    }
    let label = before.and_then(|before| cx.label_between(before, first));
    Some(Unreachable { region, first, before, label })
}

/// Whether the command can only fail, by its own fault.
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
