//! Entries of one menu with the same name.

use foldhash::HashMap;
use ipxe_catalog::{Actions, Implementation, Returns};
use ipxe_syntax::{Command, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::{Choice, Company, Item, Menu, Uses};

pub(super) const META: RuleMeta = RuleMeta {
    name: "duplicate-menu-item",
    code: "IPX704",
    summary: "two entries of a menu have the same name",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Lines that only show text share a name, too: this many lines with one name are intentional.
const LINES: usize = 3;

/// The maximum number of commands on the path back to a menu.
const BETWEEN: usize = 8;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut company = Company::default();
    for menu in cx.menus().menus().iter().filter(|menu| counts(cx, menu)) {
        let mut times: HashMap<&[u8], usize> = HashMap::default();
        menu.items.iter().for_each(|item| *times.entry(item.word.text()).or_default() += 1);
        let mut first: HashMap<&[u8], &Item<'_, '_>> = HashMap::default();
        for item in &menu.items {
            let is_entry = |name: &&[u8]| times.get(name).is_none_or(|times| *times < LINES);
            let Some(name) = item.word.as_literal().filter(is_entry) else { continue };
            match first.get(name) {
                Some(before)
                    if company.may_meet(cx, before.command.id(), item.command.id())
                        && !only_goes_back(cx, menu, name) =>
                {
                    out.push(report(item.word, before.word, name));
                }
                Some(_) => {}
                None => _ = first.insert(name, item),
            }
        }
    }
}

/// Whether the choice has an effect.
fn counts(cx: &Context<'_, '_>, menu: &Menu<'_, '_>) -> bool {
    let is_idle = |choice: &Choice<'_, '_>| {
        choice.setting.and_then(|setting| cx.menus().uses(setting)).is_some_and(Uses::are_idle)
    };
    !menu.choices.iter().any(is_idle)
}

/// Whether choosing an entry only shows the menu again, so that it is a line of text.
fn only_goes_back(cx: &Context<'_, '_>, menu: &Menu<'_, '_>, name: &[u8]) -> bool {
    let first = cx.label(name).and_then(|label| cx.command_at(label));
    let mut section = first.into_iter().flat_map(|first| cx.commands_from(first.id().index()));
    let idle = Actions::PRINTS.union(Actions::WAITS).union(Actions::CHANGES_CONSOLE);
    let leaves = |command: &Command<'_, '_>| {
        let form = cx.form(*command);
        !form.is_some_and(|form| {
            form.implementation == Implementation::Clear
                || form.effects.returns == Returns::Always && idle.contains(form.effects.actions)
        })
    };
    let is_back = |target: &[u8]| {
        let target = cx.label(target).and_then(|label| cx.command_at(label));
        target.is_some_and(|target| {
            let until =
                cx.commands_from(target.id().index()).take_while(|command| command.id() != menu.command.id());
            target.id() <= menu.command.id() && !until.take(BETWEEN).any(|command| leaves(&command))
        })
    };
    let end = section.by_ref().take(BETWEEN).filter(|command| !command.is_empty()).find(leaves);
    let target = end.filter(|end| {
        end.operator().is_none()
            && cx.form(*end).is_some_and(|form| form.implementation == Implementation::Goto)
    });
    let target = target.and_then(|end| cx.flow.invocation(end.id())?.positional(0)?.as_known());
    target.is_some_and(is_back)
}

fn report(word: Word<'_, '_>, before: Word<'_, '_>, name: &[u8]) -> Diagnostic {
    let message = format!("this menu already has an entry {}", quote(name));
    let label = "the script cannot tell which of the two was chosen";
    Diagnostic::new(RuleId::DuplicateMenuItem, word.span(), message, label)
        .and_label(before.span(), "the first one")
        .help("give each entry a name of its own")
}
