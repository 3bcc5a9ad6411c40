//! Addresses of interfaces without a netmask.

use std::net::Ipv4Addr;

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::SettingName, text::Text};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{name_set::is_interface, positional_words};

pub(super) const META: RuleMeta = RuleMeta {
    name: "address-without-netmask",
    code: "IPX343",
    summary: "an interface gets an address and no netmask",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // A lease includes a netmask, and a computed name may be that of one.
    let leases = cx.invocations_of(Implementation::Ifconf).next().is_some();
    if leases || cx.written().names().is_open() {
        return;
    }
    let mut masked: HashSet<&[u8]> = HashSet::default();
    for write in cx.written().writes() {
        let name = write.name.as_known().map(SettingName::parse);
        masked.extend(name.filter(|name| name.name == b"netmask").map(|name| name.scope));
    }
    if masked.contains(&b""[..]) {
        return;
    }
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let name = invocation.positional(0).and_then(Text::as_known).map(SettingName::parse);
        let Some(name) = name.filter(|name| name.name == b"ip" && is_interface(name.scope)) else { continue };
        let mut values = positional_words(command, invocation).skip(1);
        let (Some(value), None) = (values.next(), values.next()) else { continue };
        let Some(netmask) = value.as_literal().and_then(classful_netmask) else { continue };
        // One finding per interface is enough.
        if !masked.insert(name.scope) {
            continue;
        }
        let interface = quote(name.scope);
        let message = format!("{interface} gets an address and no netmask");
        let label = format!(
            "iPXE uses the netmask of the address's class, {netmask}, and treats that whole range as local"
        );
        let finding = Diagnostic::new(RuleId::AddressWithoutNetmask, value.span(), message, label);
        let scope = String::from_utf8_lossy(name.scope);
        out.push(finding.help(format!("set `{scope}/netmask` before opening the interface")));
    }
}

/// The netmask that iPXE uses for an address without one, if that is rarely correct: networks from 192 on mostly have
/// the size of their class.
fn classful_netmask(address: &[u8]) -> Option<&'static str> {
    let address: Ipv4Addr = std::str::from_utf8(address).ok()?.parse().ok()?;
    match address.octets()[0] {
        1..=126 => Some("255.0.0.0"),
        128..=191 => Some("255.255.0.0"),
        _ => None,
    }
}
