//! Microcode after the initrd that it has to precede.

use ipxe_catalog::{Platform, world::FileClass};
use ipxe_model::{
    commands::files::kind_of,
    images::{command_lines::CommandLine, loads::ImageLoad},
};
use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "microcode-after-initrd",
    code: "IPX523",
    summary: "a kernel gets its microcode after the initrd",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images of a section that are checked.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let all = cx.images().loads();
    if !all.iter().any(is_microcode) {
        return;
    }
    for line in cx.command_lines().linux() {
        let loads = cx.sections().loads(cx.sections().of(line.command.span()), all);
        let loads = loads.get(..LOOKED_AT.min(loads.len())).unwrap_or_default();
        let initrds: Vec<_> = loads.iter().filter(|load| load.is_initrd && !load.has_arguments).collect();
        // If a section has several kernels, it is unclear which initrd is for which.
        if loads.iter().filter(|load| !load.is_initrd).nth(1).is_none() {
            let named = named(line, &initrds);
            let is_named = named.iter().any(|(load, _)| is_microcode(load));
            let order_counts = !is_named || cx.catalog.target().platforms().contains(Platform::Pcbios);
            let in_order = order_counts.then(|| by_order(&initrds)).flatten();
            out.extend(in_order.or_else(|| by_name(&named)));
        }
    }
}

fn is_microcode(load: &ImageLoad) -> bool {
    is_a(load, FileClass::Microcode)
}

fn is_a(load: &ImageLoad, class: FileClass) -> bool {
    load.is_initrd && kind_of(&load.file).is_some_and(|kind| kind.class == class)
}

/// Of the images that are loaded as initrds, microcode comes after others.
fn by_order(initrds: &[&ImageLoad]) -> Option<Diagnostic> {
    let (first, late) = late(initrds, |load| load)?;
    Some(report(late, late.place, first.place))
}

/// Of the images that the command line names, microcode comes after others: under UEFI, this order applies.
fn by_name(named: &[(&ImageLoad, Span)]) -> Option<Diagnostic> {
    let (first, late) = late(named, |(load, _)| load)?;
    Some(report(late.0, late.1, first.1))
}

/// The first initrd, and the first microcode after it. Other files before the microcode are no problem if they are not
/// compressed.
fn late<T>(all: &[T], load: impl Fn(&T) -> &ImageLoad) -> Option<(&T, &T)> {
    let at = all.iter().position(|one| is_a(load(one), FileClass::Initrd))?;
    Some((all.get(at)?, all.get(at..)?.iter().find(|one| is_microcode(load(one)))?))
}

/// The images that the command line names, each with the span of the word.
fn named<'l>(line: &CommandLine<'_, '_>, initrds: &[&'l ImageLoad]) -> Vec<(&'l ImageLoad, Span)> {
    let named = line.words.iter().filter_map(|word| {
        let name = word.text().strip_prefix(b"initrd=")?;
        let load = initrds.iter().find(|load| load.name.as_known() == Some(name))?;
        Some((*load, word.span()))
    });
    named.collect()
}

fn report(microcode: &ImageLoad, place: Span, first: Span) -> Diagnostic {
    let message = format!("the microcode {} comes after the initrd", quote(microcode.file.known_bytes()));
    let label = "the kernel looks for microcode at the very beginning only, and ignores this";
    Diagnostic::new(RuleId::MicrocodeAfterInitrd, place, message, label)
        .and_label(first, "this comes first")
        .help("put the microcode first: both the `initrd` commands, and `initrd=` on the command line")
}
