//! Commands that request a DHCP lease on any interface.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, OperatorKind};

use crate::commands::Commands;

/// The commands that configure any interface by DHCP, although an interface may already have an address.
pub fn configuring<'a, 's>(cx: &Commands<'a, 's>) -> impl Iterator<Item = Command<'a, 's>> {
    cx.invocations_of(Implementation::Ifconf).filter_map(|(command, invocation)| {
        let arguments = invocation.arguments()?;
        let is_any = arguments.positionals.is_empty() && arguments.options.is_empty();
        (is_any && cx.flow.is_reachable(command.id()) && !is_fallback(cx, command)).then_some(command)
    })
}

/// Whether a command only runs if a setting, such as an address, has no value: `isset ${ip} || dhcp`.
pub fn is_fallback(cx: &Commands<'_, '_>, command: Command<'_, '_>) -> bool {
    let is_handler = command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    let before = cx.command_before(command.id());
    let before = before.filter(|before| is_handler && before.line_id() == command.line_id());
    before.and_then(|before| cx.form(before)).is_some_and(|form| form.implementation == Implementation::Isset)
}
