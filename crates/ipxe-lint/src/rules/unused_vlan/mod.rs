//! VLAN interfaces that are created, although the network is configured on others.

use ipxe_catalog::{Actions, CommandForm};
use ipxe_language::{invocation::Invocation, operation::Operation};
use ipxe_syntax::{Command, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-vlan",
    code: "IPX346",
    summary: "a VLAN interface is created, but the network is configured on another interface",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in
        cx.invocations_where(&|form| form.effects.actions.contains(Actions::CREATES_INTERFACE))
    {
        if let Some((trunk, vlan)) = interfaces(invocation) {
            out.extend(report(cx, command, &trunk, &vlan));
        }
    }
}

/// The trunk interface of a VLAN, and the interface that is created for it, if both are known.
fn interfaces(invocation: &Invocation<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    let Operation::CreateVlan(vlan) = invocation.operation()? else { return None };
    let (trunk, tag) = (vlan.trunk.as_known()?, vlan.tag?.text.as_known()?);
    Some((trunk.to_vec(), [trunk, b"-", tag].concat()))
}

fn report<'a, 's>(
    cx: &Context<'a, 's>,
    made: Command<'a, 's>,
    trunk: &[u8],
    vlan: &[u8],
) -> Option<Diagnostic> {
    let destroys = |command: Command<'_, '_>| {
        cx.form(command).is_some_and(|form| form.effects.actions.contains(Actions::DESTROYS_INTERFACE))
    };
    let named = |word: &Word<'_, '_>| memchr::memmem::find(word.text(), vlan).is_some();
    let is_used =
        cx.script.commands().any(|command| !destroys(command) && command.words().any(|word| named(&word)));
    if is_used {
        return None;
    }
    let configures = |form: &CommandForm| {
        form.effects.actions.intersects(Actions::OPENS_INTERFACE.union(Actions::CONFIGURES_NETWORK))
    };
    let later = cx.flow.reachable_from([made.id()]);
    let mut on_trunk = None;
    for (command, invocation) in
        cx.invocations_where(&configures).filter(|(command, _)| later.contains(command.id()))
    {
        let mut interfaces = command.arguments().skip(invocation.arguments()?.first_positional).peekable();
        // Without an argument, all interfaces.
        interfaces.peek()?;
        for word in interfaces {
            // It may be this one.
            if word.has_expansion() {
                return None;
            }
            on_trunk = on_trunk.or((word.as_literal() == Some(trunk)).then_some(word));
        }
    }
    let word = on_trunk?;
    let message = format!("the VLAN interface {} is created, but never used", quote(vlan));
    let label = "the network is configured on the trunk interface, without the VLAN";
    let name = std::str::from_utf8(vlan).ok()?;
    let finding = Diagnostic::new(RuleId::UnusedVlan, word.span(), message, label)
        .and_label(made.span(), "created here");
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{name}`?"), word.span(), name)))
}
