//! Kernels that get images which earlier scripts left registered.

use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::images::{command_lines::CommandLine, left_images, loads::ImageLoad};

pub(super) const META: RuleMeta = RuleMeta {
    name: "inherited-images",
    code: "IPX513",
    summary: "a kernel boots with images that another script left registered",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(source) = cx.options.surroundings.image_source() else { return };
    let Some(line) = left_images::taking(cx).next() else { return };
    let source = quote(source.as_os_str().as_encoded_bytes());
    let message = format!("this kernel gets the images that {source} leaves registered");
    let label = "a kernel gets all registered images as initrds, and nothing frees these";
    let finding = Diagnostic::new(RuleId::InheritedImages, line.image.span(), message, label);
    let title = "free them first: `imgfree`";
    out.push(match place(cx, line) {
        Some(place) => finding.fix(Fix::unsafe_(title, place, "imgfree\n")),
        None => finding.help(title),
    });
}

/// The place where all images can be freed without losing one for this kernel's boot: before the line that loads the
/// first of them. None if the line has a label, if the kernel is loaded elsewhere, or if images that the script loaded
/// before may still be registered.
fn place(cx: &Context<'_, '_>, kernel: &CommandLine<'_, '_>) -> Option<Span> {
    let loads = cx.sections().loads(cx.sections().of(kernel.command.span()), cx.images().loads());
    let is_kernel = |load: &ImageLoad| {
        load.command == kernel.command.id()
            || load.command < kernel.command.id() && !load.name.equals(&kernel.file).is_no()
    };
    let first = loads.first().filter(|_| loads.iter().any(is_kernel))?;
    let line = cx.script.command(first.command)?.line();
    let start = line.commands().next().filter(|_| line.label().is_none())?;
    let has_images = cx.analysis().before(start.id()).is_none_or(|moment| !moment.images().is_empty());
    (!has_images).then(|| Span::empty(start.span().start()))
}
