//! Windows files that BIOS machines pass to wimboot without a name.

use ipxe_catalog::{
    Platform,
    world::{Executable, FileClass, FileKind},
};
use ipxe_syntax::Span;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::{images::loads::ImageLoad, reach::unreachable::is_left_out};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unnamed-wimboot-file",
    code: "IPX517",
    summary: "a file for wimboot has no name after its URI, which BIOS machines need",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if !cx.catalog.target().platforms().contains(Platform::Pcbios) {
        return;
    }
    let lines = cx.command_lines().wimboot().iter().filter(|line| is_program_of_bios(&line.file));
    let mut sections: Vec<usize> = lines.map(|line| cx.sections().of(line.command.span())).collect();
    sections.dedup();
    for section in sections {
        let loads = cx.sections().loads(section, cx.images().loads());
        // A script with a boot manager for UEFI only is not for a BIOS.
        if !loads.iter().any(is_of_uefi) || loads.iter().any(is_of_bios) {
            out.extend(report(&loads.iter().filter(|load| is_unnamed(cx, load)).collect::<Vec<_>>()));
        }
    }
}

/// Whether it is loaded on a BIOS, with the right name, but without that name after its URI. With another name, that is
/// the mistake.
fn is_unnamed(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let is_file = |kind: &FileKind| matches!(kind.class, FileClass::WindowsFile | FileClass::WindowsImage);
    let kind = load.name.as_known().and_then(FileKind::of);
    load.is_initrd
        && !load.has_arguments
        && kind.is_some_and(is_file)
        && cx.runs_on(load.command, Platform::Pcbios)
        && !cx.script.command(load.command).is_some_and(|command| is_left_out(cx, command))
}

/// Whether it is the boot manager for UEFI.
fn is_of_uefi(load: &ImageLoad) -> bool {
    let kind = load.name.as_known().and_then(FileKind::of);
    kind.is_some_and(|kind| kind.for_wimboot && kind.class == FileClass::EfiProgram)
}

/// Whether it is the boot manager for BIOS.
fn is_of_bios(load: &ImageLoad) -> bool {
    let name = load.name.as_known().unwrap_or_default().to_ascii_lowercase();
    name == b"bootmgr" || name == b"bootmgr.exe"
}

fn report(loads: &[&ImageLoad]) -> Option<Diagnostic> {
    let (first, rest) = loads.split_first()?;
    let name = first.name.as_known()?;
    let message =
        format!("there is no name after the URI of {}, and wimboot needs one on BIOS machines", quote(name));
    let label = "iPXE passes the file on without a name, and wimboot stops: `Bad CPIO magic`";
    let finding = Diagnostic::new(RuleId::UnnamedWimbootFile, first.place, message, label);
    let finding = label_all(finding, rest.iter().map(|load| load.place), "also none after this");
    let named = |load: &&ImageLoad| {
        let name = load.name.as_known().and_then(|name| std::str::from_utf8(name).ok())?;
        Some((Span::empty(load.place.end()), format!(" {name}")))
    };
    let edits: Vec<_> = loads.iter().filter_map(named).collect();
    let title = format!("add {} after the URI", quote(name));
    Some(match fix_all(&title, edits.into_iter()) {
        Some(fix) => finding.fix(fix),
        None => finding.help(title),
    })
}

/// Whether a BIOS can start that wimboot.
fn is_program_of_bios(file: &ipxe_language::text::Text<'_>) -> bool {
    let kind = file.as_known().and_then(FileKind::of);
    kind.is_some_and(|kind| kind.executable(Platform::Pcbios) != Executable::No)
}
