//! Kernels whose command line does not name the initrd that is loaded for them.

use ipxe_catalog::{Implementation, world::offers_initrd};
use ipxe_language::text::Text;
use ipxe_syntax::Span;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::kernel_age::UnderUefi,
    occurrences::label_all, sink::Sink, text::quote,
};
use ipxe_model::{
    commands::{linux, positional_words},
    images::{command_lines::CommandLine, loads::ImageLoad, passed_over::is_passed_over},
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

/// The maximum number of initrds in a fix: they are searched in the order of the command line, which a person should
/// review.
const NAMED: usize = 4;

/// The maximum number of images of a section that are checked for the kind of boot.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // Under BIOS, iPXE itself passes all images to the kernel, whatever the command line is.
    let found = cx.command_lines().linux().iter().filter_map(|line| Some((line, unnamed(cx, line)?)));
    let untold = found.filter(|(line, _)| UnderUefi::of(cx, line) == UnderUefi::ByName);
    let offers = offers_initrd(cx.catalog.target().release());
    out.extend(untold.map(|(line, loads)| report(line, &loads, offers)));
}

/// The images that a command line names with `initrd=`. None if it may name others: an argument that begins with a
/// setting may be one.
fn named<'c>(arguments: &'c [Text<'_>]) -> Option<Vec<&'c [u8]>> {
    let mut names = Vec::new();
    for argument in arguments {
        if argument.starts_with(b"initrd=").is_yes() {
            let name = argument.as_known()?.get(b"initrd=".len()..)?;
            let file =
                name.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().filter(|file| !file.is_empty());
            names.extend([Some(name).filter(|name| !name.is_empty()), file].into_iter().flatten());
        } else if argument.head().is_empty() {
            return None;
        }
    }
    Some(names)
}

/// The initrds for the same boot that the command line does not name, if there are any.
fn unnamed<'c, 'a, 's>(cx: &'c Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Vec<&'c ImageLoad>> {
    let arguments = line.arguments();
    let names = named(&arguments)?;
    let section = cx.sections().of(line.command.span());
    let loads = cx.sections().loads(section, cx.images().loads());
    let is_multiboot = |load: &ImageLoad| !load.is_initrd && linux::is_multiboot(&load.file);
    if loads.iter().take(LOOKED_AT).any(is_multiboot) || is_misnamed(cx, line) {
        return None;
    }
    // One with arguments is a file for the initrd, wrapped into an archive.
    let is_initrd = |load: &&ImageLoad| {
        load.is_initrd && !load.has_arguments && load.name != line.file && load.command != line.command.id()
    };
    let initrds: Vec<_> = loads.iter().filter(is_initrd).take(NAMED + 1).collect();
    // A kernel works without new microcode.
    let is_microcode = |name: &[u8]| memchr::memmem::find(name, b"ucode").is_some();
    let is_named = |load: &ImageLoad| {
        load.name.as_known().is_none_or(|name| names.contains(&name) || is_microcode(name))
    };
    if names.is_empty() {
        return (!initrds.is_empty()).then_some(initrds);
    }
    // A name without an image is a separate mistake; and if several images are alternatives, one of them is named.
    let is_other_matter = initrds.len() > NAMED
        || !initrds.iter().any(|load| is_named(load))
        || initrds.iter().any(|load| is_alternative(cx, load));
    let unnamed: Vec<_> = initrds.into_iter().filter(|load| !is_other_matter && !is_named(load)).collect();
    (!unnamed.is_empty()).then_some(unnamed)
}

/// Whether the script uses the kernel's file name to set its arguments, although it has another name: that is the
/// mistake then.
fn is_misnamed<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> bool {
    let location = cx.constants().resolve(line.image, cx);
    let boots =
        cx.form_of(line.command.id()).is_some_and(|form| form.implementation == Implementation::Imgexec);
    let is_named_otherwise = |load: &ImageLoad| load.is_named && load.file == location;
    if boots && location.is_known() && !cx.images().may_have_otherwise(&location) {
        return cx.images().loads().iter().any(is_named_otherwise);
    }
    let load = cx.images().load_by(line.command.id()).filter(|load| load.is_named && load.file.is_known());
    load.filter(|load| !cx.images().may_have(&load.file)).is_some_and(|load| {
        cx.invocations_of(Implementation::Imgargs).any(|(command, invocation)| {
            let mut words = positional_words(command, invocation);
            words.next().is_some_and(|word| cx.constants().resolve(word, cx) == load.file)
        })
    })
}

/// Whether an image is only loaded on some paths to the boot.
fn is_alternative(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    cx.script.command(load.command).is_none_or(|command| {
        let follows = command.operator().is_some();
        let mut next = cx
            .commands_from(load.command.index() + 1)
            .take_while(|next| next.line_id() == command.line_id())
            .take(LOOKED_AT);
        follows
            || next.any(|next| cx.images().load_by(next.id()).is_some())
            || is_passed_over(cx, load.command)
    })
}

fn report(line: &CommandLine<'_, '_>, loads: &[&ImageLoad], offers: bool) -> Diagnostic {
    let names: Vec<_> = loads.iter().map(|load| plain(load)).collect();
    let message = match names.first() {
        Some(Some(name)) => format!("the command line does not name the initrd {}", quote(name.as_bytes())),
        _ => "the command line does not name the initrd".to_owned(),
    };
    let label = if offers {
        "under UEFI, Linux before 5.7 boots without its initrd"
    } else {
        "under UEFI, iPXE before 2.0.0 passes a kernel only the initrds that its command line names"
    };
    let finding = Diagnostic::new(RuleId::MissingInitrdArgument, line.image.span(), message, label);
    let finding = label_all(finding, loads.iter().map(|load| load.place), "it is loaded here");
    let names: Option<Vec<_>> = names.into_iter().collect();
    if let Some((word, name)) = names.as_deref().and_then(|names| bare_name(line, names)) {
        let argument = format!("initrd={name}");
        return finding.fix(Fix::unsafe_(format!("write `{argument}` for `{name}`"), word, argument));
    }
    match names.filter(|names| names.len() <= NAMED) {
        Some(names) => {
            let arguments: String = names.iter().map(|name| format!(" initrd={name}")).collect();
            let title = format!("add `{}` to the command line", arguments.trim_start());
            finding.fix(Fix::unsafe_(title, Span::empty(line.image.span().end()), arguments))
        }
        None => {
            finding.help("name the image with `--name`, and add `initrd=` with that name to the command line")
        }
    }
}

/// The argument that is the initrd's name without `initrd=`, if only one initrd is missing.
fn bare_name<'n>(line: &CommandLine<'_, '_>, names: &[&'n str]) -> Option<(Span, &'n str)> {
    let [name] = names else { return None };
    let word = line.words.iter().find(|word| word.text() == name.as_bytes())?;
    Some((word.span(), name))
}

/// The image's name, if it can be part of a command line unchanged.
fn plain(load: &ImageLoad) -> Option<&str> {
    let name =
        load.name.as_known().filter(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))?;
    std::str::from_utf8(name).ok()
}
