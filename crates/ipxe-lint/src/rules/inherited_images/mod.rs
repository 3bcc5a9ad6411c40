//! Kernels that get the images which the scripts before have left.

use ipxe_syntax::Span;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::left_images, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "inherited-images",
    code: "IPX513",
    summary: "a kernel is booted with images that another script has left",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(source) = cx.options.surroundings.image_source() else { return };
    let Some(line) = left_images::taking(cx).next() else { return };
    let source = quote(source.as_os_str().as_encoded_bytes());
    let message = format!("this kernel gets the images that {source} leaves behind");
    let label = "all registered images are given to it as initrds, and nothing has freed them";
    let finding = Diagnostic::new(RuleId::InheritedImages, line.image.span(), message, label);
    let command = line.command;
    let is_first = command.line().label().is_none()
        && command.line().commands().next().is_some_and(|first| first.id() == command.id());
    let title = "free them first, with `imgfree`";
    out.push(if is_first {
        finding.fix(Fix::unsafe_(title, Span::empty(command.span().start()), "imgfree\n"))
    } else {
        finding.help(title)
    });
}
