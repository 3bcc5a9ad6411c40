//! DHCP when the network is already configured.

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::any_interface;

pub(super) const META: RuleMeta = RuleMeta {
    name: "redundant-dhcp",
    code: "IPX908",
    summary: "a downloaded script runs DHCP on any interface",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(downloader) = cx.options.surroundings.downloader() else { return };
    let Some(command) = any_interface::configuring(cx).next() else { return };
    let name = command.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("{name} without an interface, in a script that was downloaded");
    let downloader = quote(downloader.as_os_str().as_encoded_bytes());
    let label = format!(
        "{downloader} downloaded this script over a working interface; this may configure another one"
    );
    let finding = Diagnostic::new(RuleId::RedundantDhcp, command.span(), message, label);
    out.push(finding.help("remove it, or run it only without an address: `isset ${ip} || dhcp`"));
}
