//! Menus that choose by themselves, without a default.

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::{Choice, Menu};

pub(super) const META: RuleMeta = RuleMeta {
    name: "timeout-without-default",
    code: "IPX708",
    summary: "a menu has a timeout, but no default entry",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // An unknown entry of a menu may be marked as the default.
    let names_all = |menu: &Menu<'_, '_>| !menu.is_open && menu.items.iter().all(|item| item.name.is_known());
    for menu in cx.menus().menus().iter().filter(|menu| !menu.has_default && names_all(menu)) {
        out.extend(menu.choices.iter().filter_map(|choice| look_at(menu, choice)));
    }
}

fn look_at(menu: &Menu<'_, '_>, choice: &Choice<'_, '_>) -> Option<Diagnostic> {
    let timeout = choice.operation.timeout.filter(|_| choice.operation.default.is_none())?;
    // Without entries there is nothing to choose; with one, no default is needed.
    let [first, _, ..] = menu.items.as_slice() else { return None };
    if timeout.integer().is_some_and(|time| time == Ok(0)) {
        return None;
    }
    let word = choice.command.arguments().nth(timeout.option)?;
    let message = "the menu has a timeout, but no default entry";
    let label =
        format!("when the timeout expires, iPXE chooses the first entry, {}", quote(first.word.text()));
    let finding = Diagnostic::new(RuleId::TimeoutWithoutDefault, word.span(), message, label);
    Some(finding.and_label(first.word.span(), "the first entry").help("name the default entry: `--default`"))
}
