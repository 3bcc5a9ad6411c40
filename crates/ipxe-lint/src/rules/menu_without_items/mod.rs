//! Menus that are shown without an entry.

use ipxe_catalog::Implementation;
use ipxe_language::operation::Operation;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::menus::entries::{Choice, Menu};

pub(super) const META: RuleMeta = RuleMeta {
    name: "menu-without-items",
    code: "IPX706",
    summary: "a menu without entries is shown",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut empty =
        cx.menus().menus().iter().filter(|menu| menu.items.is_empty() && !menu.is_open).peekable();
    if empty.peek().is_none() {
        return;
    }
    // Lines elsewhere may add entries.
    let items = cx.invocations_of(Implementation::Item).filter(|(_, invocation)| {
        matches!(invocation.meant_operation(), Some(Operation::Item(item)) if item.name.is_some())
    });
    let filled = cx.flow.reachable_from(items.map(|(item, _)| item.id()));
    let is_shown_empty = |choice: &&Choice<'_, '_>| {
        cx.flow.is_reachable(choice.command.id()) && !filled.contains(choice.command.id())
    };
    for menu in empty {
        out.extend(menu.choices.iter().filter(is_shown_empty).map(|choice| report(cx, menu, choice)));
    }
}

fn report(cx: &Context<'_, '_>, menu: &Menu<'_, '_>, choice: &Choice<'_, '_>) -> Diagnostic {
    let is_fatal = cx.flow.failure_is_fatal(choice.command.id());
    let label = if is_fatal { "`choose` fails, and the script ends here" } else { "`choose` fails" };
    Diagnostic::new(
        RuleId::MenuWithoutItems,
        choice.command.span(),
        "the menu has no entry to choose",
        label,
    )
    .at_level(if is_fatal { Level::Error } else { Level::Warning })
    .and_label(menu.command.span(), "the menu begins here")
    .help("an entry needs a name: `item NAME TEXT`; an `item` without a name, or with `--gap`, is a separator")
}
