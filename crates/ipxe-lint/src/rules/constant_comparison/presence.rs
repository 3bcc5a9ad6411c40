//! `isset` of a setting that certainly has a value there, or certainly has none.

use ipxe_catalog::{Actions, Implementation};
use ipxe_language::{operation::Operation, setting_name::untyped};
use ipxe_model::{analysis::Knowledge, commands::positional_words};
use ipxe_syntax::{Command, CommandId, Expansion, OperatorKind};

use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// The maximum number of commands that are checked for being unreachable.
const LOOKED_AT: usize = 64;

/// A test of a setting that is cleared on every path, or that has a value on every path, so that a menu is never shown.
pub(super) fn decided<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Diagnostic> {
    let invocation = cx.flow.invocation(command.id())?;
    let word = positional_words(command, invocation).next()?;
    let mut expansions = word.expansions();
    let expansion =
        expansions.next().filter(|only| only.span() == word.span() && expansions.next().is_none())?;
    let name = expansion.inside().as_literal()?;
    let known = cx.analysis().before(command.id())?.setting(name);
    cleared(cx, command, expansion, &known).or_else(|| given(cx, command, expansion, &known))
}

/// It has no value, because `clear` removes it on every path.
fn cleared(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    expansion: Expansion<'_, '_>,
    known: &Knowledge,
) -> Option<Diagnostic> {
    let by = &known.unset_by;
    if !known.set_by.is_empty() || by.has_start() || by.has_others() || by.has_more() {
        return None;
    }
    let clears: Vec<_> = by.commands().filter_map(|by| cx.script.command(by)).collect();
    let is_clear =
        |by: &Command<'_, '_>| cx.form(*by).is_some_and(|form| form.implementation == Implementation::Clear);
    let (first, all) = (clears.first()?, clears.iter().all(is_clear));
    if !all || !leads_somewhere(cx, command) {
        return None;
    }
    let message = format!("{} has no value here", quote(expansion.text()));
    let label = "so this test always fails, and what it guards never runs";
    let finding = Diagnostic::new(RuleId::ConstantComparison, expansion.span(), message, label);
    let clear = "it is cleared here, and nothing sets it again before the test";
    Some(finding.and_label(first.span(), clear).help("clear the setting after this test, or remove the test"))
}

/// Whether a command only runs if the test succeeds.
fn leads_somewhere(cx: &Context<'_, '_>, test: Command<'_, '_>) -> bool {
    let next = cx.commands_from(test.id().index() + 1).next();
    next.and_then(Command::operator).is_some_and(|operator| operator.kind == OperatorKind::And)
}

/// It has a value that the script set, and so a menu after the test is never shown.
fn given<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    expansion: Expansion<'a, 's>,
    known: &Knowledge,
) -> Option<Diagnostic> {
    let by = &known.set_by;
    if !known.unset_by.is_empty() || by.has_start() || by.has_others() || by.has_more() {
        return None;
    }
    let set = cx.script.command(by.commands().next()?)?;
    let name = untyped(expansion.inside().as_literal()?);
    let menu = menu_never_shown(cx, command)?;
    if !is_used(cx, name) {
        return None;
    }
    let message = format!("{} always has a value here", quote(expansion.text()));
    let label = "so this test always succeeds, and what follows never runs";
    let finding = Diagnostic::new(RuleId::ConstantComparison, expansion.span(), message, label);
    Some(
        finding
            .and_label(set.span(), "it is set here")
            .and_label(menu.span(), "this skips the menu every time")
            .help("compare it with a value using `iseq`, or remove the test"),
    )
}

/// An unreachable `choose` on the lines after the test, up to the next label that is a jump target.
fn menu_never_shown<'a, 's>(cx: &Context<'a, 's>, test: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let behind = cx.commands_from(test.id().index() + 1).take(LOOKED_AT);
    let in_section = behind.take_while(|command| {
        let before = command.id().index().checked_sub(1).and_then(|at| u32::try_from(at).ok());
        let before = before.and_then(|at| cx.script.command(CommandId::new(at)));
        before.is_none_or(|before| cx.label_between(before, *command).is_none())
    });
    let mut in_section =
        in_section.skip_while(|command| command.line_id() == test.line_id() && !is_choice(cx, *command));
    in_section.find(|command| {
        is_choice(cx, *command)
            && cx.flow.is_reachable(command.id())
            && !cx.analysis().is_reachable(command.id())
    })
}

fn is_choice(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.form(command).is_some_and(|form| {
        form.effects.actions.contains(Actions::USES_MENU) && form.implementation == Implementation::Choose
    })
}

/// Whether anything except tests uses the setting: otherwise it is a switch for people who edit the script.
fn is_used(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    cx.invocations().any(|(command, invocation)| {
        let is_test =
            matches!(invocation.operation(), Some(Operation::IsSet { .. } | Operation::IsEqual { .. }));
        let shows = |expansion: Expansion<'_, '_>| expansion.inside().as_literal().map(untyped) == Some(name);
        !is_test && command.expansions().any(shows)
    })
}
