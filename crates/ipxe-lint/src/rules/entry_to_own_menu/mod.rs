//! Entries that are to lead back from a menu, and show the very same menu again.

use ipxe_catalog::world::Meaning;
use ipxe_model::menus::entries::{Item, Menu};
use ipxe_syntax::{Label, Segment};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "entry-to-own-menu",
    code: "IPX716",
    summary: "a menu entry for leaving shows the same menu again",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// How many entries are looked at closely: each costs a walk through the script.
const WALKS: usize = 32;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let menus = cx.menus().menus();
    if menus.len() < 2 {
        return;
    }
    let leaving = menus.iter().flat_map(|menu| menu.items.iter().map(move |item| (menu, item)));
    let leaving = leaving.filter(|(_, item)| {
        let text = item.text.to_text();
        Meaning::LeavingEntry.is_in(text.known_bytes()) || Meaning::WayBackText.is_in(text.known_bytes())
    });
    let found = leaving.take(WALKS).filter_map(|(menu, item)| {
        let label = label_of(cx, menu, item)?;
        let leads_here = |label| cx.command_at(label).is_some_and(|first| cx.leads_to_menu(menu, first));
        // A menu that no other one leads to has nothing to return to.
        let is_submenu = || {
            let others = menus.iter().filter(|other| other.command.id() != menu.command.id());
            let mut items =
                others.flat_map(|other| other.items.iter().take(WALKS).map(move |item| (other, item)));
            items.any(|(other, item)| label_of(cx, other, item).is_some_and(leads_here))
        };
        (leads_here(label) && is_submenu()).then(|| report(menu, item, label))
    });
    out.extend(found);
}

/// The label that a `goto` to the chosen entry leads to.
fn label_of<'a, 's>(cx: &Context<'a, 's>, menu: &Menu<'a, 's>, item: &Item<'a, 's>) -> Option<Label<'a, 's>> {
    let setting = menu.choices.first()?.setting?;
    let is_plain = |(_, target): &(_, ipxe_syntax::Word<'a, 's>)| matches!(target.segments().next(), Some(Segment::Expansion(only)) if only.span() == target.span());
    let jumps = &cx.menus().uses(setting)?.jumps;
    (!jumps.is_empty() && jumps.iter().all(is_plain)).then(|| cx.label(item.name.as_known()?)).flatten()
}

fn report(menu: &Menu<'_, '_>, item: &Item<'_, '_>, label: Label<'_, '_>) -> Diagnostic {
    let message = format!("the menu entry {} shows the same menu again", quote(item.word.text()));
    let note = "its text promises to leave this menu";
    Diagnostic::new(RuleId::EntryToOwnMenu, item.word.span(), message, note)
        .and_label(label.span(), "choosing it leads here")
        .and_label(menu.command.span(), "this is the menu that the entry is part of")
        .help("give the entry the name of the other menu's label")
}
