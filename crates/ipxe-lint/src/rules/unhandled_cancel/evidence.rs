//! Evidence that a menu should be left in another way than by the script's end.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns, world::Meaning};
use ipxe_model::{
    graph::{Edge, Node},
    menus::entries::{Item, Menu},
};
use ipxe_syntax::{Command, CommandId, Span};

use crate::context::Context;

/// The evidence, and its place.
#[derive(Clone, Copy)]
pub(super) struct Evidence {
    pub(super) place: Span,
    pub(super) text: &'static str,
}

/// The maximum number of menu entries that are checked.
const ENTRIES: usize = 1024;

/// Searches for evidence.
pub(super) struct Finder {
    /// A menu whose cancellation is handled.
    handled: Option<Evidence>,
    /// The entries that lead back, by the commands that show their menus, in order.
    ways_back: Vec<(CommandId, Evidence)>,
}

impl Finder {
    pub(super) fn new(cx: &Context<'_, '_>) -> Self {
        let menus = || cx.menus().menus().iter();
        let mut choices = menus().flat_map(|menu| &menu.choices).map(|choice| choice.command);
        let mut ways_back: Vec<_> = menus()
            .filter_map(|menu| Some((menu, way_back(cx, menu)?)))
            .flat_map(|(menu, evidence)| {
                menu.choices.iter().map(move |choice| (choice.command.id(), evidence))
            })
            .collect();
        ways_back.sort_by_key(|(choice, _)| *choice);
        Self { handled: choices.find_map(|choice| handler(cx, choice)), ways_back }
    }

    /// Whether the script handles this for another menu, or has an entry for it in this one.
    pub(super) fn find(&self, choice: Command<'_, '_>) -> Option<Evidence> {
        let at = self.ways_back.binary_search_by_key(&choice.id(), |(choice, _)| *choice);
        let way_back = at.ok().and_then(|at| self.ways_back.get(at)).map(|(_, evidence)| *evidence);
        way_back.or(self.handled)
    }
}

/// The jump that runs if a menu is cancelled.
fn handler(cx: &Context<'_, '_>, choice: Command<'_, '_>) -> Option<Evidence> {
    let mut next = cx.flow.successors(Node::Command(choice.id()));
    let jump = next.find_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Failure => cx.script.command(next),
        _ => None,
    })?;
    let is_goto = cx.form(jump).is_some_and(|form| form.implementation == Implementation::Goto);
    let evidence = Evidence { place: jump.span(), text: "this handles it for another menu" };
    is_goto.then_some(evidence)
}

/// The entry that returns to the place before the menu, and not to the end of the script.
fn way_back(cx: &Context<'_, '_>, menu: &Menu<'_, '_>) -> Option<Evidence> {
    let is_way_back = |item: &&Item<'_, '_>| {
        item.name.as_known().is_some_and(|name| Meaning::WayBackEntry.is_in(name) && leads_on(cx, name))
    };
    let item = menu.items.iter().take(ENTRIES).find(is_way_back)?;
    Some(Evidence {
        place: item.command.span(),
        text: "this entry is for leaving the menu, and jumps elsewhere",
    })
}

/// Whether the section of a label does not end the script immediately.
fn leads_on(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let ends = |form: &CommandForm| {
        form.effects.returns == Returns::EndsScript
            || form.effects.actions.intersects(Actions::LEAVES)
            || form.implementation == Implementation::Shell
    };
    let says = |form: &CommandForm| {
        matches!(form.implementation, Implementation::Echo | Implementation::Clear | Implementation::Set)
    };
    let first = cx.label(name).and_then(|label| cx.command_at(label));
    let first = first.and_then(|first| {
        let mut section = cx.commands_from(first.id().index()).take(8);
        section.find(|command| !command.is_empty() && !cx.form(*command).is_some_and(says))
    });
    first.and_then(|first| cx.form(first)).is_some_and(|form| !ends(form))
}
