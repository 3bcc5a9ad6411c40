//! Menus that are skipped because of the choice in an earlier iteration.

mod restart;

use std::cell::LazyCell;

use ipxe_catalog::Implementation;
use ipxe_language::setting_name::untyped;
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{comparison::sole_expansion, section_starts::only_prepares};

pub(super) const META: RuleMeta = RuleMeta {
    name: "stale-choice",
    code: "IPX311",
    summary: "a menu is skipped the next time, because its answer is still set",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands above a menu that are checked: its items and their preparation.
const LOOKED_AT: usize = 128;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    restart::check(cx, out);
    let jumps = LazyCell::new(|| jumps(cx));
    for (command, invocation) in cx.invocations_of(Implementation::Choose) {
        let Some(setting) = invocation.positional(0).and_then(|name| name.as_known()) else { continue };
        let guard = guard(cx, command, setting).or_else(|| jump_above(cx, &jumps, command, setting));
        let Some(test) = guard else { continue };
        let Some(known) = cx.analysis().before(test.id()).map(|moment| moment.setting(setting)) else {
            continue;
        };
        if known.set_by.commands().any(|source| source == command.id()) {
            let message = format!("{} is still set when the script comes back to this menu", quote(setting));
            let label = "with the previous answer, this skips the menu";
            let name = String::from_utf8_lossy(setting).into_owned();
            let finding = Diagnostic::new(RuleId::StaleChoice, test.span(), message, label);
            let finding = finding.and_label(command.span(), "set here the previous time");
            let name = crate::text::printable(&name);
            out.push(finding.help(format!("`clear {name}` before the menu")));
        }
    }
}

/// The `isset` whose failure leads to the menu, if it tests the menu's own setting.
fn guard<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, setting: &[u8]) -> Option<Command<'a, 's>> {
    if command.operator()?.kind != OperatorKind::Or {
        return None;
    }
    let test = command.before_on_line().next_back()?;
    cx.form(test).filter(|form| form.implementation == Implementation::Isset)?;
    let asked = sole_expansion(test.arguments().next()?)?;
    (asked.inside().as_literal() == Some(setting)).then_some(test)
}

/// Jumps to the value of a setting after a test that succeeds: `&& goto ${menu}`.
fn jumps<'a, 's>(cx: &Context<'a, 's>) -> Vec<Command<'a, 's>> {
    let follows = |jump: &Command<'_, '_>| {
        jump.operator().is_some_and(|operator| operator.kind == OperatorKind::And)
            && jump.arguments().next().is_some_and(Word::has_expansion)
    };
    cx.invocations_of(Implementation::Goto).map(|(command, _)| command).filter(follows).collect()
}

/// The `isset` above a menu that jumps by its setting: `isset ${menu} && goto ${menu} ||`. A label with only the menu
/// below does not count: the iteration begins there.
fn jump_above<'a, 's>(
    cx: &Context<'a, 's>,
    jumps: &[Command<'a, 's>],
    command: Command<'a, 's>,
    setting: &[u8],
) -> Option<Command<'a, 's>> {
    use Implementation::{Dynui, Goto, Iseq, Isset, Item, Menu};
    let holds = |word: Word<'_, '_>| {
        word.expansions().any(|expansion| expansion.inside().as_literal().map(untyped) == Some(setting))
    };
    let first = command.id().index().saturating_sub(LOOKED_AT);
    let above = jumps.get(..jumps.partition_point(|jump| jump.id() < command.id()))?;
    let near = above.iter().rev().take_while(|jump| jump.id().index() >= first);
    let jump = near.copied().find(|jump| jump.arguments().next().is_some_and(holds))?;
    let makes_menu = |command: &Command<'_, '_>| {
        command.is_empty()
            || cx.form(*command).is_some_and(|form| {
                matches!(form.implementation, Dynui | Menu | Item | Goto | Iseq | Isset)
                    || only_prepares(form)
            })
    };
    if !cx
        .commands_from(jump.id().index())
        .take_while(|other| other.id() < command.id())
        .all(|other| makes_menu(&other))
    {
        return None;
    }
    let test = cx.command_before(jump.id()).filter(|test| test.line_id() == jump.line_id())?;
    let is_test = cx.form(test).is_some_and(|form| form.implementation == Isset);
    (is_test && holds(test.arguments().next()?)).then_some(test)
}
