//! Commands after the `||` of a command that does not fail.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns, Tested};
use ipxe_language::{
    invocation::Invocation,
    setting_name::{SettingName, untyped},
    text::Text,
};
use ipxe_model::graph::Node;
use ipxe_syntax::{Command, OperatorKind};

use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};

/// Actions that do not report a failure.
const DOES: Actions =
    Actions::EXECUTES.union(Actions::FETCHES).union(Actions::BOOTS).union(Actions::USES_NETWORK);

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), b"||").is_none() {
        return;
    }
    let does =
        |form: &CommandForm| form.effects.actions.intersects(DOES) && form.effects.returns != Returns::Jumps;
    for (command, _) in cx.invocations_where(&does) {
        if let Some(before) = sole_way(cx, command).filter(|before| never_fails(cx, *before)) {
            out.push(describe(command, before));
        }
    }
}

/// The command whose failure is the only path to this one.
fn sole_way<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Command<'a, 's>> {
    command.operator().filter(|operator| operator.kind == OperatorKind::Or)?;
    let mut before = cx.flow.predecessors(Node::Command(command.id())).map(|(_, node)| node);
    let Some(Node::Command(only)) = before.next() else { return None };
    before.all(|other| other == Node::Command(only)).then(|| cx.script.command(only))?
}

/// Whether a command only fails if its words are invalid, and these are valid.
fn never_fails(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else {
        return false;
    };
    if invocation.argument_error().is_some() {
        return false;
    }
    match invocation.form().map(|form| form.implementation) {
        Some(Implementation::Inc) => counts(cx, invocation),
        Some(_) if !invocation.form().is_some_and(is_plain) => false,
        Some(_) => cx.analysis().before(command.id()).is_some_and(|moment| !moment.may_fail()),
        None => false,
    }
}

/// Whether a command is not a test, and continues with the next one.
fn is_plain(form: &CommandForm) -> bool {
    form.effects.tested == Tested::No && form.effects.returns == Returns::Always
}

/// Whether the counted setting is a number, as far as the script itself sets it.
fn counts(cx: &Context<'_, '_>, invocation: &Invocation<'_>) -> bool {
    let Some(counter) = invocation.positional(0).and_then(Text::as_known) else { return false };
    let counter = SettingName::parse(counter);
    let is_number = |name: &[u8], implementation| {
        let typed = SettingName::parse(name).setting_type;
        matches!(implementation, Implementation::Inc | Implementation::Clear)
            || typed.is_some_and(|typed| typed.starts_with(b"int") || typed.starts_with(b"uint"))
    };
    let own = |name: &&[u8]| untyped(name) == counter.name;
    let mut writes =
        cx.written().writes().iter().filter_map(|write| Some((write.name.as_known()?, write.implementation)));
    counter.scope.is_empty()
        && writes.all(|(name, implementation)| !own(&name) || is_number(name, implementation))
}

fn describe(command: Command<'_, '_>, before: Command<'_, '_>) -> Diagnostic {
    let name = |command: Command<'_, '_>| command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("this {} only runs when {} fails", name(command), name(before));
    let label = format!("never runs: {} does not fail here", name(before));
    Diagnostic::new(RuleId::UnreachableCommand, command.span(), message, label)
        .and_label(before.span(), "this always succeeds")
        .help("move it to a separate line, or replace `||` with `&&`")
}
