//! Several entries of one menu that are marked as its default.

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::{Company, Item, Menu};

pub(super) const META: RuleMeta = RuleMeta {
    name: "duplicate-default-item",
    code: "IPX710",
    summary: "two entries of a menu are marked as the default",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut company = Company::default();
    let marked = cx.menus().menus().iter().filter(|menu| menu.has_default && !overrides(menu));
    for menu in marked {
        // An entry that depends on a test may replace the one that always exists.
        let sure = |item: &&Item<'_, '_>| item.is_default && item.command.operator().is_none();
        let items: Vec<_> = menu.items.iter().filter(sure).collect();
        let [first, .., last] = items.as_slice() else { continue };
        if company.may_meet(cx, first.command.id(), last.command.id()) {
            out.push(report(first, last));
        }
    }
}

/// Whether the menu is always shown with a default in `choose`, which takes precedence.
fn overrides(menu: &Menu<'_, '_>) -> bool {
    menu.choices.iter().all(|choice| choice.operation.default.is_some())
}

fn report(first: &Item<'_, '_>, last: &Item<'_, '_>) -> Diagnostic {
    let message = format!("{} is not the only entry with `--default`", quote(first.word.text()));
    let label = "this has no effect: iPXE preselects the last entry with `--default`";
    Diagnostic::new(RuleId::DuplicateDefaultItem, first.word.span(), message, label)
        .and_label(last.word.span(), "this entry is preselected")
        .help("keep `--default` on one entry only")
}
