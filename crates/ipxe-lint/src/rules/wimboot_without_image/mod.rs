//! wimboot with the files that start Windows, but without a Windows image.

use ipxe_catalog::world::{FileClass, FileKind};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::images::loads::ImageLoad;

pub(super) const META: RuleMeta = RuleMeta {
    name: "wimboot-without-image",
    code: "IPX514",
    summary: "wimboot gets the files that start Windows, but no `.wim` image",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lines = cx.command_lines().wimboot();
    if lines.is_empty() || mentions_wim(cx.script.source()) {
        return;
    }
    for line in lines {
        let loads = cx.sections().loads(cx.sections().of(line.command.span()), cx.images().loads());
        let files: Vec<_> = loads.iter().filter(|load| load.is_initrd).collect();
        let Some(last) = files.last().filter(|_| files.iter().all(|file| starts_windows(file))) else {
            continue;
        };
        let message = "wimboot gets no `.wim` image";
        let label = "the Windows boot manager starts, and finds nothing to boot";
        let finding = Diagnostic::new(RuleId::WimbootWithoutImage, line.image.span(), message, label)
            .and_label(last.place, "the last of the files for wimboot");
        out.push(finding.help("load the image with `initrd`, too: `initrd URI boot.wim`"));
    }
}

/// Whether the script mentions a `.wim` anywhere: it may be loaded in another section.
fn mentions_wim(source: &[u8]) -> bool {
    memchr::memchr_iter(b'.', source)
        .any(|dot| source.get(dot + 1..dot + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"wim")))
}

/// Whether a file is certainly one of those that only start an image. Another rule reports one with a wrong name.
fn starts_windows(load: &ImageLoad) -> bool {
    let kind = load.name.as_known().and_then(FileKind::of);
    kind.is_some_and(|kind| kind.for_wimboot && kind.class != FileClass::WindowsImage)
}
