//! Comparisons with values that iPXE would compute, of a setting that the script sets itself.

use std::collections::BTreeMap;

use ipxe_catalog::{Arch, Implementation, Platform};
use ipxe_syntax::CommandId;

use crate::{Diagnostic, Fix, RuleId, context::Context, occurrences::label_all, sink::Sink, text::quote};
use ipxe_model::commands::comparison::Comparison;

pub(super) fn check(cx: &Context<'_, '_>, shadows: &BTreeMap<&[u8], Vec<CommandId>>, out: &mut Sink<'_>) {
    for (command, _) in cx.invocations_of(Implementation::Iseq) {
        let Some(comparison) = Comparison::of(cx, command).filter(asks_for_own) else { continue };
        let Some(writes) = shadows.get(comparison.setting.name) else { continue };
        let Some(moment) = cx.analysis().before(command.id()) else { continue };
        let known = moment.setting(comparison.setting.name);
        let is_own = !known.set_by.has_start()
            && !known.set_by.has_others()
            && known.set_by.commands().next().is_some();
        if is_own && !known.may_show(comparison.text) {
            out.push(describe(cx, &comparison, writes));
        }
    }
}

/// Whether it compares with one of the texts that iPXE itself has for the setting.
fn asks_for_own(comparison: &Comparison<'_, '_>) -> bool {
    let is_one = |name: &str| name.as_bytes() == comparison.text;
    comparison.setting.scope.is_empty()
        && match comparison.setting.name {
            b"platform" => Platform::ALL.iter().any(|platform| is_one(platform.name())),
            b"buildarch" => Arch::ALL.iter().any(|arch| is_one(arch.name())),
            _ => false,
        }
}

fn describe(cx: &Context<'_, '_>, comparison: &Comparison<'_, '_>, writes: &[CommandId]) -> Diagnostic {
    let name = quote(comparison.setting.name);
    let message =
        format!("the script's own {name} hides the one that iPXE computes, which this test is about");
    let place = comparison.expansion.span();
    let finding = Diagnostic::new(RuleId::ShadowedBuiltin, place, message, "this test always fails");
    let writes = writes.iter().filter_map(|write| cx.script.command(*write));
    let finding = label_all(finding, writes.map(ipxe_syntax::Command::span), "stored by the script here");
    let replacement = format!("${{builtin/{}}}", String::from_utf8_lossy(comparison.setting.name));
    let title = format!("use iPXE's value: `{replacement}`; better, rename the script's own setting");
    finding.fix(Fix::unsafe_(title, place, replacement))
}
