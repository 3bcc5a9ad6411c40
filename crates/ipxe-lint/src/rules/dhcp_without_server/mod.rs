//! DHCP on a network without a DHCP server.

mod kernels;

use ipxe_catalog::Implementation;
use ipxe_language::operation::Operation;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::any_interface::is_fallback;

pub(super) const META: RuleMeta = RuleMeta {
    name: "dhcp-without-server",
    code: "IPX906",
    summary: "a script, or a kernel that it boots, needs DHCP on a network without a DHCP server",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(profile) = cx.options.profile.as_ref().filter(|profile| profile.dhcp == Some(false)) else {
        return;
    };
    kernels::check(cx, profile, out);
    for (command, invocation) in cx.invocations_of(Implementation::Ifconf) {
        // `ifconf` may use another configurator.
        let by_other_means = match invocation.meant_operation() {
            Some(Operation::Configure(configure)) => configure.configurator.is_some(),
            _ => true,
        };
        if is_fallback(cx, command) {
            continue;
        }
        let Some(name) = command.name().filter(|_| !by_other_means) else {
            continue;
        };
        let is_fatal = cx.flow.failure_is_fatal(command.id());
        let message = format!(
            "{} waits for a lease, and the network of profile `{}` has no DHCP server",
            quote(name.text()),
            profile.name
        );
        let (level, label) = if is_fatal {
            (Level::Error, "this waits, then fails, and the script ends here")
        } else {
            (Level::Warning, "this waits, then fails")
        };
        out.push(
            Diagnostic::new(RuleId::DhcpWithoutServer, command.span(), message, label)
                .at_level(level)
                .help("remove it: the provider configures the network before the script runs"),
        );
    }
}
