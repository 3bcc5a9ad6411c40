//! The only menu of several that runs an entry when it is cancelled.

use ipxe_catalog::{Implementation, world::Meaning};
use ipxe_model::{
    commands::section_starts::does_something,
    menus::entries::{Choice, Menu},
};
use ipxe_syntax::{Command, Label, OperatorKind};

use crate::{Diagnostic, Level, RuleId, context::Context, text::quote};

/// How many of the other menus lead elsewhere at least: to a menu, or out of the script.
const OTHERS: usize = 1;

/// A menu whose `|| goto` leads to one of its own entries that has to be chosen, where the other menus' leads elsewhere.
pub(super) fn find(cx: &Context<'_, '_>) -> Option<Diagnostic> {
    let menus = cx.menus().menus();
    let choices = menus.iter().flat_map(|menu| menu.choices.iter().map(move |choice| (menu, choice)));
    let handled: Vec<_> =
        choices.filter_map(|(menu, choice)| Some((menu, choice, handler(cx, choice)?))).collect();
    let mut odd = handled
        .iter()
        .filter_map(|(menu, choice, handler)| Some((choice, *handler, entry(cx, menu, choice, *handler)?)));
    let (choice, handler, label) = odd.next()?;
    // The entry that is chosen when nobody does anything is another one.
    let has_default = choice.operation.default.is_some_and(|default| default.text.as_known().is_some());
    let is_odd = odd.next().is_none() && handled.len() > OTHERS;
    (has_default || is_odd).then(|| report(choice, handler, label, has_default))
}

/// The command that runs when nothing is chosen, if it leaves the menu's lines.
fn handler<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>) -> Option<Command<'a, 's>> {
    let mut behind = choice.command.line().commands().filter(|next| next.id() > choice.command.id());
    let handler =
        behind.find(|next| next.operator().is_some_and(|operator| operator.kind == OperatorKind::Or))?;
    let form = cx.form(handler).filter(|_| cx.flow.is_reachable(choice.command.id()))?;
    matches!(form.implementation, Implementation::Goto | Implementation::Exit).then_some(handler)
}

/// The entry of the menu itself that a handler jumps to, if that does what somebody has to choose.
fn entry<'a, 's>(
    cx: &Context<'a, 's>,
    menu: &Menu<'a, 's>,
    choice: &Choice<'a, 's>,
    handler: Command<'a, 's>,
) -> Option<Label<'a, 's>> {
    let name = cx.jumps().find(|jump| jump.command.id() == handler.id())?.word.as_literal()?;
    let item = menu.items.iter().find(|item| item.name.as_known() == Some(name))?;
    let default = choice.operation.default.and_then(|default| default.text.as_known());
    let is_default = item.is_default || default == Some(name);
    let text = item.text.to_text().known_bytes().to_ascii_lowercase();
    let leaves = Meaning::WayBackEntry.is_in(name)
        || Meaning::LocalDiskLabel.is_in(name)
        || Meaning::LocalDiskText.is_in(&text)
        || Meaning::LocalText.is_in(&text);
    let label = cx.label(name)?;
    let first = cx.command_at(label)?;
    (!is_default && !leaves && does_something(cx, first)).then_some(label)
}

fn report(
    choice: &Choice<'_, '_>,
    handler: Command<'_, '_>,
    label: Label<'_, '_>,
    has_default: bool,
) -> Diagnostic {
    let name = quote(label.name());
    let message = format!("cancelling this menu with Esc or Ctrl-C runs its entry {name}");
    let note = if has_default {
        "this is for a failure of `choose`, and the default is another entry"
    } else {
        "this is for a failure of `choose`, and other menus return or exit then"
    };
    Diagnostic::new(RuleId::UnhandledCancel, handler.span(), message, note)
        .at_level(Level::Warning)
        .and_label(choice.command.span(), "it fails if nothing is chosen")
        .and_label(label.span(), "the script continues here")
        .help("jump to a menu, or exit")
}
