//! Kernels that are not told of the initrd that is loaded for them.

use ipxe_catalog::Platform;
use ipxe_engine::Text;
use ipxe_syntax::Span;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::{command_lines::CommandLine, images::ImageLoad, linux, platforms::PlatformReach},
    occurrences::label_all,
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-initrd-argument",
    code: "IPX603",
    summary: "an initrd is loaded, and the kernel's command line does not name it",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Most initrds that a fix names: they are looked for in the order of the command line, which somebody should look at.
const NAMED: usize = 4;

/// How many images of a section are looked at to see what kind of boot it is.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lacking = cx.command_lines().linux().iter().filter(|line| lacks_initrd(line));
    let mut found = lacking.filter_map(|line| Some((line, initrds(cx, line)?))).peekable();
    if found.peek().is_none() {
        return;
    }
    // Under BIOS iPXE itself hands all images over, whatever the command line says.
    let reach = PlatformReach::new(cx);
    let under_uefi = found.filter(|(line, _)| reach.of(line.command.id()).contains(Platform::Efi));
    out.extend(under_uefi.map(|(line, loads)| report(line, &loads)));
}

/// Whether the command line surely has no `initrd=`: an argument that begins with a setting's value may be one.
fn lacks_initrd(line: &CommandLine<'_, '_>) -> bool {
    let may_be = |argument: &Text<'_>| argument.head().is_empty() || argument.starts_with(b"initrd=").is_yes();
    !line.arguments().iter().any(may_be)
}

/// The initrds that are loaded for the same boot, if there are any.
fn initrds<'c>(cx: &'c Context<'_, '_>, line: &CommandLine<'_, '_>) -> Option<Vec<&'c ImageLoad>> {
    let section = cx.sections().of(line.command.span());
    let loads = cx.sections().loads(section, cx.images().loads());
    if loads.iter().take(LOOKED_AT).any(|load| !load.is_initrd && linux::is_multiboot(&load.file)) {
        return None;
    }
    // One with arguments is a file for the initrd, wrapped into an archive.
    let is_initrd = |load: &&ImageLoad| {
        load.is_initrd && !load.has_arguments && load.name != line.file && load.command != line.command.id()
    };
    let initrds: Vec<_> = loads.iter().filter(is_initrd).take(NAMED + 1).collect();
    (!initrds.is_empty()).then_some(initrds)
}

fn report(line: &CommandLine<'_, '_>, loads: &[&ImageLoad]) -> Diagnostic {
    let names: Vec<_> = loads.iter().map(|load| plain(load)).collect();
    let message = match names.first() {
        Some(Some(name)) => format!("the command line does not name the initrd {}", quote(name.as_bytes())),
        _ => "the command line does not name the initrd".to_owned(),
    };
    let label = "under UEFI, kernels before Linux 5.7 boot without their initrd";
    let finding = Diagnostic::new(RuleId::MissingInitrdArgument, line.image.span(), message, label);
    let finding = label_all(finding, loads.iter().map(|load| load.place), "it is loaded here");
    let names: Option<Vec<_>> = names.into_iter().collect();
    match names.filter(|names| names.len() <= NAMED) {
        Some(names) => {
            let arguments: String = names.iter().map(|name| format!(" initrd={name}")).collect();
            let title = format!("add `{}` to the command line", arguments.trim_start());
            finding.fix(Fix::unsafe_(title, Span::empty(line.image.span().end()), arguments))
        }
        None => finding.help("give the image a name with `--name`, and add `initrd=` with that name to the command line"),
    }
}

/// The image's name, if it can stand in a command line as it is.
fn plain(load: &ImageLoad) -> Option<&str> {
    let name = load.name.as_known().filter(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))?;
    std::str::from_utf8(name).ok()
}
