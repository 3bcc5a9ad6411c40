//! CD images that a kernel gets as initrds.

use ipxe_catalog::world::FileClass;
use ipxe_model::{
    commands::{files::kind_of, linux},
    images::loads::ImageLoad,
};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "disc-as-initrd",
    code: "IPX522",
    summary: "a Linux kernel gets an ISO image as its initrd",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images of a section that are checked.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let is_disc = |load: &&ImageLoad| {
        let is_raw = load.is_initrd && !load.has_arguments;
        is_raw && kind_of(&load.file).is_some_and(|kind| kind.class == FileClass::Disc)
    };
    let all = cx.images().loads();
    if !all.iter().any(|load| is_disc(&load)) {
        return;
    }
    let mut reported = Vec::new();
    for line in cx.command_lines().linux() {
        let loads = cx.sections().loads(cx.sections().of(line.command.span()), all);
        let loads = loads.get(..LOOKED_AT.min(loads.len())).unwrap_or_default();
        // Other programs find an image by themselves.
        let mut others = loads.iter().filter(|load| !load.is_initrd && load.command != line.command.id());
        if others.next().is_some() || linux::is_multiboot(&line.file) {
            continue;
        }
        let discs = loads.iter().filter(is_disc);
        let discs: Vec<_> = discs.filter(|load| !reported.contains(&load.command)).collect();
        reported.extend(discs.iter().map(|load| load.command));
        out.extend(discs.into_iter().map(|load| describe(cx, load)));
    }
}

fn describe(cx: &Context<'_, '_>, load: &ImageLoad) -> Diagnostic {
    let message =
        format!("the kernel gets the ISO image {} as its initrd", quote(cx.script.slice(load.place)));
    let label = "an ISO image is not an archive: the kernel does not find the files in it";
    Diagnostic::new(RuleId::DiscAsInitrd, load.place, message, label).help(
        "to put it into the initrd as a file, add a path after the URI, such as `/image.iso`; otherwise remove it, and name \
         its URL on the command line",
    )
}
