//! `boot` with nothing to boot.

use ipxe_flow::{Edge, Node};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote, facts::booting::{booting, executes_selected, may_select}};

pub(super) const META: RuleMeta = RuleMeta {
    name: "boot-without-image",
    code: "IPX502",
    summary: "`boot` without an argument, where no image can have been selected",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let selecting = booting(cx).filter(|command| may_select(cx, *command));
    let after = selecting.flat_map(|command| cx.flow.successors(Node::Command(command.id())));
    let selected = cx.flow.reachable_from(after.filter_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => Some(next),
        _ => None,
    }));
    let way_out = help(cx);
    for command in booting(cx).filter(|command| executes_selected(cx, *command)) {
        if selected.contains(command.id()) || !cx.flow.is_reachable(command.id()) {
            continue;
        }
        let name = command.name().map(|name| quote(name.text())).unwrap_or_default();
        let message = format!("no image is selected when this {name} runs");
        let label = "iPXE prints \"No image selected\", boots nothing, and the command succeeds";
        let finding = Diagnostic::new(RuleId::BootWithoutImage, command.span(), message, label);
        out.push(finding.help(&way_out));
    }
}

/// An image that was only fetched can be named.
fn help(cx: &Context<'_, '_>) -> String {
    let fetched = cx.invocations_of(ipxe_catalog::Implementation::Imgfetch).find_map(|(_, fetch)| {
        Some(quote(fetch.arguments()?.option("name")?.value?.text.as_known()?))
    });
    let named = cx.invocations_of(ipxe_catalog::Implementation::Imgfetch).next().is_some();
    match (fetched, named) {
        (Some(name), _) => format!("name the image, as {name} was fetched without being selected"),
        (None, true) => "load the image with `kernel`, or name it: `boot NAME`".to_owned(),
        (None, false) => "load an image with `kernel` before, or name one: `boot NAME`".to_owned(),
    }
}
