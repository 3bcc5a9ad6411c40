//! Interfaces that are opened before they get their addresses, after DHCP failed.

use std::collections::BTreeMap;

use ipxe_catalog::{Implementation, world::Meaning};
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::CommandId;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "address-after-open",
    code: "IPX420",
    summary: "an interface is opened before its address is set, after DHCP failed on it",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of settings that a finding points at.
const LABELLED: usize = 3;

/// The maximum number of interfaces that are checked: each walk through the script takes time linear in its length.
const WALKS: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some((lease, _)) = cx.invocations_of(Implementation::Ifconf).next() else { return };
    let opened: Vec<_> = opened(cx)
        .into_iter()
        .filter(|(_, opens)| opens.first().is_some_and(|open| *open > lease.id()))
        .collect();
    if opened.is_empty() {
        return;
    }
    let writes = addresses(cx);
    let mut walks = 0..WALKS;
    for (interface, opens) in opened {
        let (Some(writes), Some(&last)) = (writes.get(interface), opens.last()) else { continue };
        let after: Vec<_> = writes.iter().copied().filter(|write| *write > last).collect();
        let before = writes.iter().any(|write| *write < last);
        let Some(first) = after.first().filter(|_| !before && walks.next().is_some()) else { continue };
        if !cx.flow.reachable_from([last]).contains(*first) {
            continue;
        }
        out.extend(describe(cx, interface, last, &after));
    }
}

/// The commands that open an interface, by its name.
fn opened<'a>(cx: &Context<'a, '_>) -> BTreeMap<&'a [u8], Vec<CommandId>> {
    let mut opened: BTreeMap<&[u8], Vec<CommandId>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_of(Implementation::Ifopen) {
        let Some(arguments) = invocation.arguments() else { continue };
        for interface in arguments.positionals.iter().filter_map(Text::as_known) {
            opened.entry(interface).or_default().push(command.id());
        }
    }
    opened
}

/// The commands that set a part of an interface's address, by its name.
fn addresses<'c>(cx: &'c Context<'_, '_>) -> BTreeMap<&'c [u8], Vec<CommandId>> {
    let mut addresses: BTreeMap<&[u8], Vec<CommandId>> = BTreeMap::new();
    for write in cx.written().writes() {
        let Some(SettingName { scope, name, .. }) = write.name.as_known().map(SettingName::parse) else {
            continue;
        };
        if !scope.is_empty() && Meaning::InterfaceAddress.is_in(name) {
            addresses.entry(scope).or_default().push(write.command);
        }
    }
    addresses
}

fn describe(
    cx: &Context<'_, '_>,
    interface: &[u8],
    open: CommandId,
    writes: &[CommandId],
) -> Option<Diagnostic> {
    let interface = quote(interface);
    let message = format!("{interface} is opened before its address is set");
    let label = "the interface still has the state that the failed DHCP left";
    let finding = Diagnostic::new(RuleId::AddressAfterOpen, cx.script.command(open)?.span(), message, label);
    let writes = writes.iter().filter_map(|write| cx.script.command(*write)).take(LABELLED);
    let finding =
        writes.fold(finding, |finding, write| finding.and_label(write.span(), "its address is set here"));
    Some(finding.help(format!("close {interface} with `ifclose`, set its address, then open it")))
}
