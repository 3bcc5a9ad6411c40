//! Entries for a menu, or a choice from it, after the menu was shown.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Implementation};
use ipxe_language::operation::Operation;
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::{begins_menu, menu_name};

pub(super) const META: RuleMeta = RuleMeta {
    name: "used-up-menu",
    code: "IPX709",
    summary: "a menu is used that does not exist: it was shown already, or never created",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further places that a finding points at.
const SHOWN: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(never_begun(cx));
    let choices: Vec<_> = cx.invocations_of(Implementation::Choose).collect();
    let using_up = choices.iter().filter(|(choose, invocation)| uses_up(cx, *choose, invocation));
    let behind: Vec<CommandId> = using_up.flat_map(|(choose, _)| successors(cx, choose.id())).collect();
    // With several menus at once, one of them may remain.
    if behind.is_empty() || has_named_menus(cx) {
        return;
    }
    let without_menu = cx.flow.reachable_from_along(behind, |command, edge| {
        let is_computed = edge == Edge::Jump && !is_known_jump(cx, command);
        !is_computed
            && !begins_menu(cx, command)
            && !cx.script.command(command).is_some_and(|command| uses_menu(cx, command))
    });
    let users = cx.invocations_where(&|form| form.effects.actions.contains(Actions::USES_MENU));
    let mut users = users.map(|(command, _)| command).filter(|command| without_menu.contains(command.id()));
    let Some(first) = users.next() else { return };
    let before =
        choices.iter().map(|(choose, _)| *choose).take_while(|choose| choose.id() < first.id()).last();
    let finding = report(cx, first, before);
    out.push(users.take(SHOWN).fold(finding, |finding, other| finding.and_label(other.span(), "also here")));
}

fn report(cx: &Context<'_, '_>, user: Command<'_, '_>, before: Option<Command<'_, '_>>) -> Diagnostic {
    let name = user.name().map(|name| quote(name.text())).unwrap_or_default();
    let is_fatal = cx.flow.failure_is_fatal(user.id());
    let label =
        if is_fatal { format!("{name} fails, and the script ends here") } else { format!("{name} fails") };
    let message = format!("the menu may have been shown already when this {name} runs");
    let finding = Diagnostic::new(RuleId::UsedUpMenu, user.span(), message, label)
        .at_level(if is_fatal { Level::Error } else { Level::Warning })
        .help("create it again with `menu`, or keep it with `choose --keep`");
    match before {
        Some(before) => {
            finding.and_label(before.span(), "this discards the menu, whether it succeeds or fails")
        }
        None => finding,
    }
}

/// The first command that uses a menu which the script does not create, if no script that it executes can have created
/// it.
///
/// A script may add to a menu of its caller and show it; but not if it creates its own menus.
fn never_begun(cx: &Context<'_, '_>) -> Option<Diagnostic> {
    let about = |wanted: Actions| {
        let found = cx.invocations_where(&move |form| form.effects.actions.intersects(wanted));
        found.filter(|(command, _)| cx.flow.is_reachable(command.id()))
    };
    let begun: HashSet<Vec<u8>> =
        about(Actions::CREATES_MENU).map(|(_, menu)| menu_name(menu)).collect::<Option<_>>()?;
    let others = cx.invocations_that_may(&|form| form.effects.actions.intersects(OTHERS)).next();
    let first_begun = about(Actions::CREATES_MENU).map(|(command, _)| command.id()).next();
    // Above the first menu, there is none, except on a path back from it.
    let is_too_early = |command: Command<'_, '_>, name: &[u8]| {
        let moment = || cx.analysis().before(command.id());
        let name = (!name.is_empty()).then_some(name);
        first_begun.is_some_and(|begun| command.id() < begun)
            && moment().is_some_and(|moment| moment.menu(name).is_none())
    };
    let is_missing = |(command, invocation): &(Command<'_, '_>, &Invocation<'_>)| {
        menu_name(invocation).is_some_and(|name| !begun.contains(&name) || is_too_early(*command, &name))
    };
    let mut users = about(Actions::USES_MENU).filter(is_missing);
    let (first, _) =
        users.next().filter(|(first, _)| others.is_none_or(|(other, _)| other.id() > first.id()))?;
    let is_shown = users
        .any(|(user, _)| cx.form(user).is_some_and(|form| form.implementation == Implementation::Choose));
    if begun.is_empty() && !is_shown {
        return None;
    }
    let name = first.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("there is no menu for this {name}");
    let label =
        if cx.flow.failure_is_fatal(first.id()) { "it fails, and the script ends here" } else { "it fails" };
    let finding = Diagnostic::new(RuleId::UsedUpMenu, first.span(), message, label).at_level(Level::Warning);
    Some(finding.help("create it with `menu`; use `--menu NAME` for one created with `menu --name NAME`"))
}

/// Actions that may create a menu elsewhere, outside of this script.
const OTHERS: Actions = Actions::EXECUTES.union(Actions::RUNS_COMMANDS);

/// Whether the choice discards the menu, and is reachable.
fn uses_up(cx: &Context<'_, '_>, choose: Command<'_, '_>, invocation: &Invocation<'_>) -> bool {
    let discards = matches!(invocation.meant_operation(), Some(Operation::Choose(choose)) if !choose.keep);
    discards && cx.flow.is_reachable(choose.id())
}

fn successors(cx: &Context<'_, '_>, command: CommandId) -> impl Iterator<Item = CommandId> {
    let next = cx.flow.successors(Node::Command(command));
    next.filter_map(|(_, node)| match node {
        Node::Command(next) => Some(next),
        _ => None,
    })
}

fn uses_menu(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command).is_some_and(|form| form.effects.actions.contains(Actions::USES_MENU))
}

/// Whether a `goto` has a single target.
fn is_known_jump(cx: &Context<'_, '_>, command: CommandId) -> bool {
    let target = cx.flow.invocation(command).and_then(|invocation| invocation.positional(0));
    target.is_some_and(Text::is_known)
}

fn has_named_menus(cx: &Context<'_, '_>) -> bool {
    let about_menus = Actions::USES_MENU.union(Actions::CREATES_MENU);
    let mut users = cx.invocations_where(&|form| form.effects.actions.intersects(about_menus));
    users.any(|(_, invocation)| menu_name(invocation).is_none_or(|name| !name.is_empty()))
}
