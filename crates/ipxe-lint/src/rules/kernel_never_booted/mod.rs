//! Kernels that are loaded, but never booted.

use ipxe_model::graph::{CommandSet, Edge, Node};
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::booting::{booting, may_boot, selects_only};

pub(super) const META: RuleMeta = RuleMeta {
    name: "kernel-never-booted",
    code: "IPX501",
    summary: "an image is selected for booting, and no `boot` follows",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further images that a finding points at.
const SHOWN: usize = 4;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // Many scripts boot with one command.
    if !booting(cx).any(|command| selects_only(cx, command)) {
        return;
    }
    let ways = cx.flow.reaching(booting(cx).filter(|command| may_boot(cx, *command)).map(Command::id));
    let mut idle = booting(cx).filter(|command| selects_only(cx, *command) && !leads_to(cx, *command, &ways));
    let Some(first) = idle.next() else { return };
    let name = first.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("no `boot` follows this {name}");
    let label = "the image is loaded and selected, and nothing executes it";
    let finding = Diagnostic::new(RuleId::KernelNeverBooted, first.span(), message, label);
    let finding =
        idle.take(SHOWN).fold(finding, |finding, other| finding.and_label(other.span(), "also this one"));
    out.push(finding.help("end with `boot`; when a script ends, iPXE boots nothing by itself"));
}

/// Whether a command that may boot is reachable after this one succeeds.
fn leads_to(cx: &Context<'_, '_>, command: Command<'_, '_>, booting: &CommandSet) -> bool {
    if !cx.flow.is_reachable(command.id()) {
        return true;
    }
    let mut next = cx.flow.successors(Node::Command(command.id()));
    next.any(
        |(edge, node)| matches!(node, Node::Command(next) if edge == Edge::Success && booting.contains(next)),
    )
}
