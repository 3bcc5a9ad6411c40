//! Menus to which control returns while the images of an entry are still registered.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Returns};
use ipxe_model::{
    graph::{Edge, Node},
    images::loads::ImageLoad,
    menus::entries::Menu,
};
use ipxe_syntax::CommandId;

use super::is_stale;
use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// The maximum number of images that are followed to a menu: each walk takes time linear in the script's length.
const WALKS: usize = 16;

/// The first image that an entry loads, and that is still registered when the menu has led to the entry again.
pub(super) fn check(cx: &Context<'_, '_>, told: &HashSet<CommandId>) -> Option<Diagnostic> {
    if cx.menus().menus().is_empty() {
        return None;
    }
    let loads = cx.images().loads().iter().filter(|load| load.is_initrd && !told.contains(&load.command));
    let mut stale = loads.filter(|load| is_stale(cx, load)).take(WALKS);
    stale.find_map(|load| Some(describe(cx, load, menu_after(cx, load)?)))
}

/// The menu that is shown while the image is registered, and that leads to its entry again.
fn menu_after<'c, 'a, 's>(cx: &'c Context<'a, 's>, load: &ImageLoad) -> Option<&'c Menu<'a, 's>> {
    let next = cx.flow.successors(Node::Command(load.command));
    let next: Vec<CommandId> = next
        .filter_map(|(edge, node)| match node {
            Node::Command(next) if edge == Edge::Success => Some(next),
            _ => None,
        })
        .collect();
    let reached = cx.analysis().reachable_from_along(next, |command, edge| {
        let form = cx.form_meant_by(command);
        // A script, or the user, may free images.
        let may_free = form.is_none_or(|form| {
            let actions = Actions::FREES_IMAGES.union(Actions::RUNS_COMMANDS);
            form.effects.actions.intersects(actions) || form.effects.returns == Returns::AfterExecution
        });
        let is_empty = cx.script.command(command).is_some_and(ipxe_syntax::Command::is_empty);
        edge != Edge::Success || is_empty || !may_free
    });
    let is_shown =
        |menu: &&Menu<'_, '_>| menu.choices.iter().any(|choice| reached.contains(choice.command.id()));
    let mut loads = cx.images().loads().iter();
    let is_next = loads.any(|other| reached.contains(other.command) && is_initrd_of_other(cx, load, other));
    cx.menus().menus().iter().find(is_shown).filter(|_| is_next && reached.contains(load.command))
}

/// Whether the second one is another kernel's initrd: with another file, or one named by a setting with several values.
fn is_initrd_of_other(cx: &Context<'_, '_>, load: &ImageLoad, other: &ImageLoad) -> bool {
    let sections = cx.sections();
    let is_elsewhere = || {
        sections.of(other.place) != sections.of(load.place)
            && cx.script.slice(other.place) != cx.script.slice(load.place)
    };
    other.is_initrd && if other.command == load.command { is_computed(cx, load) } else { is_elsewhere() }
}

/// Whether a setting in the URI has one of several values.
fn is_computed(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let Some((command, moment)) = cx.script.command(load.command).zip(cx.analysis().before(load.command))
    else {
        return false;
    };
    let inside = command.expansions().filter(|used| load.place.cover(used.span()) == load.place);
    let mut names = inside.filter_map(|used| used.inside().as_literal());
    names.any(|name| moment.setting(name).texts.iter().filter(|text| text.is_known()).count() > 1)
}

fn describe(cx: &Context<'_, '_>, load: &ImageLoad, menu: &Menu<'_, '_>) -> Diagnostic {
    let name = quote(load.name.known_bytes());
    let message = format!("{name} is still registered when the menu appears again and another entry boots");
    let is_other = |other: &&ImageLoad| {
        other.name == load.name && cx.script.slice(other.place) != cx.script.slice(load.place)
    };
    let label = match cx.images().loads().iter().find(is_other) {
        Some(_) => {
            "if the boot fails, this image stays, and the next chosen kernel finds it instead of its own of this name"
        }
        None => "if the boot fails, this image stays, and the next chosen kernel gets it, too",
    };
    Diagnostic::new(RuleId::StaleImages, load.place, message, label)
        .and_label(menu.command.span(), "this menu is shown again then")
        .help("free the images before each menu: add a line `imgfree`")
}
