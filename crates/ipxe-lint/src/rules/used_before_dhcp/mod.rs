//! Settings that DHCP provides, used before any DHCP.

mod download;

use foldhash::HashSet;
use ipxe_catalog::{Actions, SettingScope};
use ipxe_language::{
    setting_name::{SettingName, parse_tag},
    text::Certainty,
};
use ipxe_syntax::{Command, Expansion};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::{commands::tested_settings::is_test, reach::standing};

pub(super) const META: RuleMeta = RuleMeta {
    name: "used-before-dhcp",
    code: "IPX312",
    summary: "a DHCP setting or the network is used before the script runs `dhcp`",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let configures =
        |form: &ipxe_catalog::CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
    let Some((asks, _)) = cx.invocations_where(&configures).next() else { return };
    out.extend(download::check(cx));
    let mut reported = HashSet::default();
    for (command, _) in cx.invocations() {
        for expansion in command.expansions() {
            let Some(name) = expansion.inside().as_literal().map(untyped) else { continue };
            if is_option(cx, name) && !reported.contains(name) && is_too_early(cx, command, name) {
                reported.insert(name);
                // Who starts other scripts' parts may have a lease.
                let is_first = cx.standing().role == standing::Role::EntryPoint;
                let level = if is_first { Level::Warning } else { Level::Advice };
                out.push(describe(expansion, name, asks).at_level(level));
            }
        }
    }
}

/// Whether only the network sets it, and the script does not test for it.
fn is_option(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let SettingName { scope, name: own, .. } = SettingName::parse(name);
    let is_from_dhcp = |scope| matches!(scope, SettingScope::Dhcp | SettingScope::Dhcpv6);
    let known = cx.catalog.setting(own);
    let is_known = known.is_some_and(|known| known.definitions.iter().all(|known| is_from_dhcp(known.scope)));
    let is_root = scope.is_empty() || scope.starts_with(b"net");
    is_root
        && (is_known || parse_tag(own).is_some())
        && !cx.known().is_provided(name)
        && !cx.written().names().has(name)
        && !cx.tested().has(name)
}

/// Whether the script has certainly not configured the network before the command, but may do so later.
fn is_too_early(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> bool {
    if is_test(cx, command) {
        return false;
    }
    let Some(moment) = cx.analysis().before(command.id()) else { return false };
    let known = moment.setting(name);
    moment.network().configured == Certainty::No
        && known.set_by.commands().next().is_none()
        && !known.set_by.has_others()
}

fn describe(expansion: Expansion<'_, '_>, name: &[u8], asks: Command<'_, '_>) -> Diagnostic {
    let message = format!("{} is used before DHCP", quote(name));
    let label = "this has a value only if DHCP ran before the script started";
    let finding = Diagnostic::new(RuleId::UsedBeforeDhcp, expansion.span(), message, label);
    finding.and_label(asks.span(), "DHCP runs here").help("run `dhcp ||` before this line")
}
