//! Menus that are created, but never shown.

use std::cell::OnceCell;

use foldhash::HashSet;
use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::{
    commands::{
        files::{is_script, may_be_script},
        positional_words,
    },
    images::loads::file_name,
    menus::entries::{Menu, menu_name},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unshown-menu",
    code: "IPX711",
    summary: "a menu is defined, but never shown",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of its entries that are checked.
const ENTRIES: usize = 256;

/// The maximum number of menus that are checked: each walk through the script takes time linear in its length.
const MENUS: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let left = |menu: &&Menu<'_, '_>| {
        let has_lines = menu.has_gaps || !menu.items.is_empty();
        has_lines && menu.choices.is_empty() && cx.flow.is_reachable(menu.command.id())
    };
    let mut menus = cx.menus().menus().iter().filter(left).take(MENUS).peekable();
    if menus.peek().is_none() {
        return;
    }
    // The content of the selected image is unknown in such a script.
    let selects_script = cx.images().loads().iter().any(|load| {
        let file = if load.file.is_known() { &load.file } else { &load.name };
        is_script(file) && !cx.form_of(load.command).is_some_and(executes)
    });
    if selects_script {
        return;
    }
    let mut showing: Vec<_> = cx.invocations_that_may(&may_show).collect();
    showing.retain(|(command, invocation)| shows_any(cx, *command, invocation));
    let boots = |form: &CommandForm| form.effects.actions.intersects(BOOTS);
    let booting: Vec<_> = cx.invocations_where(&boots).map(|(command, _)| command.id()).collect();
    let shows_menus = cx.invocations_where(&shows).any(|(command, _)| cx.flow.is_reachable(command.id()));
    for menu in menus {
        let Some(name) = cx.flow.invocation(menu.command.id()).and_then(menu_name) else { continue };
        let after: Vec<_> = successors(cx, menu.command.id()).collect();
        let reached = cx.analysis().reachable_from_along(after.iter().copied(), |command, edge| {
            !begins(cx, command, &name) && (edge != Edge::Jump || is_settled(cx, command))
        });
        // Another script may show it, but hardly after something in it was meant to be chosen.
        let straight = OnceCell::new();
        let straight = || {
            straight.get_or_init(|| {
                cx.flow.reachable_from_along(after.iter().copied(), |command, edge| {
                    !begins(cx, command, &name) && (edge != Edge::Jump || is_spelt_out(cx, command))
                })
            })
        };
        // No other script can jump to the labels of this one.
        let is_handled_here = is_handled(cx, menu);
        let may_show_it = |command: CommandId| !is_handled_here && straight().contains(command);
        let comes_to = |command: CommandId| {
            reached.contains(command) && (!cx.form_of(command).is_some_and(executes) || may_show_it(command))
        };
        let may_mean = |invocation: &Invocation<'_>| {
            !invocation.form().is_some_and(shows) || menu_name(invocation).is_none_or(|shown| shown == name)
        };
        let is_shown =
            showing.iter().any(|(command, invocation)| comes_to(command.id()) && may_mean(invocation));
        // A script that only creates a menu may do so for its caller.
        let is_whole =
            shows_menus || is_handled_here || booting.iter().any(|command| reached.contains(*command));
        if !is_shown && is_whole {
            out.push(report(menu, replacing(cx, menu, &name)));
        }
    }
}

/// Whether the script handles an entry: it has a label of its name, or compares something with it.
fn is_handled(cx: &Context<'_, '_>, menu: &Menu<'_, '_>) -> bool {
    let names = || menu.items.iter().filter_map(|item| item.name.as_known()).take(ENTRIES);
    if names().any(|name| cx.label(name).is_some()) {
        return true;
    }
    let names: HashSet<&[u8]> = names().collect();
    let mut compared = cx.invocations_of(Implementation::Iseq);
    compared.any(|(command, _)| command.arguments().any(|word| names.contains(word.text())))
}

/// Whether the target of a `goto` is known. Without a choice from this menu the target is unknown, but hardly the
/// menu's `choose`.
fn is_settled(cx: &Context<'_, '_>, jump: CommandId) -> bool {
    let target = || {
        let (command, invocation) = (cx.script.command(jump)?, cx.flow.invocation(jump)?);
        let word = positional_words(command, invocation).next()?;
        Some(cx.analysis().before(jump)?.texts(word.text()))
    };
    target().is_some_and(|texts| texts.iter().all(Text::is_known))
}

/// Whether a `goto` names its label literally.
fn is_spelt_out(cx: &Context<'_, '_>, jump: CommandId) -> bool {
    let target = cx.flow.invocation(jump).and_then(|invocation| invocation.positional(0));
    target.is_some_and(Text::is_known)
}

const BOOTS: Actions = Actions::SELECTS_IMAGE.union(Actions::BOOTS);

/// The `menu` directly below that replaces the menu.
fn replacing<'a, 's>(cx: &Context<'a, 's>, menu: &Menu<'a, 's>, name: &[u8]) -> Option<Command<'a, 's>> {
    let below = cx.commands_from(menu.command.id().index() + 1).take(ENTRIES);
    let mut below = below.take_while(|next| cx.label_between(menu.command, *next).is_none());
    below.find(|next| begins(cx, next.id(), name))
}

fn report(menu: &Menu<'_, '_>, replacing: Option<Command<'_, '_>>) -> Diagnostic {
    let label = if menu.items.is_empty() {
        "its lines never appear: only `choose` shows a menu"
    } else {
        "its entries never appear: only `choose` shows a menu"
    };
    let finding = Diagnostic::new(RuleId::UnshownMenu, menu.command.span(), "nothing shows this menu", label);
    match replacing {
        Some(other) => finding
            .and_label(other.span(), "this starts another menu instead")
            .help("remove one of the two `menu` commands, so that all lines are in one menu"),
        None => finding.help("write `choose SETTING` after the last entry"),
    }
}

fn shows(form: &CommandForm) -> bool {
    matches!(form.implementation, Implementation::Choose | Implementation::Present)
}

fn executes(form: &CommandForm) -> bool {
    form.effects.actions.contains(Actions::EXECUTES)
}

fn may_show(form: &CommandForm) -> bool {
    // A user at a shell may, but scripts are not written for that.
    let runs =
        form.implementation != Implementation::Shell && form.effects.actions.contains(Actions::RUNS_COMMANDS);
    shows(form) || executes(form) || runs
}

/// Whether a command shows a menu, or another script may.
fn shows_any<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, invocation: &Invocation<'_>) -> bool {
    if !invocation.form().is_some_and(executes) {
        return true;
    }
    let Some(image) = positional_words(command, invocation).next() else {
        return invocation.argument_error().is_some();
    };
    let location = cx.constants().resolve(image, cx);
    let loaded = cx.images().first_of(&location).map(|load| load.file.clone());
    may_be_script(&loaded.unwrap_or_else(|| file_name(&location)))
}

/// Whether a command starts a menu with a name, which replaces the one before.
fn begins(cx: &Context<'_, '_>, command: CommandId, name: &[u8]) -> bool {
    let Some(invocation) = cx.flow.invocation(command) else { return false };
    let creates = |form: &CommandForm| form.effects.actions.contains(Actions::CREATES_MENU);
    invocation.form().is_some_and(creates) && menu_name(invocation).is_some_and(|begun| begun == name)
}

fn successors(cx: &Context<'_, '_>, command: CommandId) -> impl Iterator<Item = CommandId> {
    cx.flow.successors(Node::Command(command)).filter_map(|(_, node)| match node {
        Node::Command(next) => Some(next),
        _ => None,
    })
}
