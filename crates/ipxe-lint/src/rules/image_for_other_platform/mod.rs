//! Files that only one kind of firmware executes, where the other kind gets, too.

mod files;

use std::collections::BTreeMap;

use foldhash::HashMap;
use ipxe_catalog::{Actions, Availability, CommandForm, Platform, Returns};
use ipxe_flow::Edge;
use ipxe_syntax::{Command, CommandId, Span};

use self::files::{home_of, is_boot_manager};
use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::{Context, positional_words},
    facts::{images::file_name, platforms::PlatformReach},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "image-for-other-platform",
    code: "IPX904",
    summary: "a file for BIOS machines is executed on UEFI machines, or the other way round",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// As many further places are pointed at.
const LABELLED: usize = 3;

/// A file that some machines cannot execute.
struct Misplaced<'a, 's> {
    command: Command<'a, 's>,
    span: Span,
    file: Vec<u8>,
    home: Platform,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    report(cx, out, misplaced(cx));
    boot_managers(cx, out);
}

fn misplaced<'a, 's>(cx: &Context<'a, 's>) -> Vec<Misplaced<'a, 's>> {
    let executable = cx.invocations_where(&takes_executable).filter_map(|(command, invocation)| {
        let word = positional_words(command, invocation).next()?;
        // A file for each kind of machine lies where its name says.
        let is_apart = [&b"${platform}"[..], b"${buildarch}"]
            .iter()
            .any(|name| memchr::memmem::find(word.text(), name).is_some());
        if is_apart {
            return None;
        }
        let file = file_name(&cx.constants().resolve(word, cx));
        // A backslash is no separator to iPXE, but it is to whoever wrote it.
        let file = file.tail().rsplit(|byte| *byte == b'\\').next().unwrap_or_default();
        let home = home_of(file)?;
        // A format that no machine in view executes is another matter.
        let is_com32 = file.to_ascii_lowercase().ends_with(b".c32");
        if is_com32 && !has_com32(cx) {
            return None;
        }
        let misplaced = Misplaced { command, span: word.span(), file: file.to_vec(), home };
        (!cx.is_template(command)).then_some(misplaced)
    });
    executable.collect()
}

/// Whether some machine in view executes programs of SYSLINUX.
fn has_com32(cx: &Context<'_, '_>) -> bool {
    let form = cx.catalog.image_types().find(|spec| spec.name == "COM32");
    let form = form.and_then(|spec| spec.form(cx.catalog.target().release()));
    form.is_some_and(|form| !matches!(cx.catalog.availability(form.build), Availability::Nowhere { .. }))
}

/// Whether the first argument is fetched to be executed.
fn takes_executable(form: &CommandForm) -> bool {
    form.arguments.first().is_some_and(|argument| argument.role.is_uri())
        && form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::EXECUTES))
}

/// One finding for every file.
fn report(cx: &Context<'_, '_>, out: &mut Sink<'_>, misplaced: Vec<Misplaced<'_, '_>>) {
    if misplaced.is_empty() {
        return;
    }
    let homes: HashMap<_, _> = misplaced.iter().map(|image| (image.command.id(), image.home)).collect();
    let reach = PlatformReach::along(cx, |platform, id, edge| leaves(cx, &homes, platform, id, edge));
    let unchosen = cx.unchosen();
    let mut by_file: BTreeMap<(Vec<u8>, bool), Vec<Misplaced<'_, '_>>> = BTreeMap::new();
    for image in misplaced {
        if reach.of(image.command.id()).contains(other(image.home)) {
            let is_chosen = !unchosen.contains(image.command.id());
            by_file.entry((image.file.clone(), is_chosen)).or_default().push(image);
        }
    }
    for ((_, is_chosen), images) in &by_file {
        out.extend(describe(images, *is_chosen));
    }
}

/// Whether control goes on behind a command on a platform: what is executed never comes back with success, which is true
/// of all but scripts, and a file that is for the platform does not fail.
fn leaves(
    cx: &Context<'_, '_>,
    homes: &HashMap<CommandId, Platform>,
    platform: Platform,
    id: CommandId,
    edge: Edge,
) -> bool {
    let executes = cx.form_of(id).is_some_and(|form| form.effects.returns == Returns::AfterExecution);
    !executes || edge != Edge::Success && homes.get(&id) != Some(&platform)
}

fn describe(images: &[Misplaced<'_, '_>], is_chosen: bool) -> Option<Diagnostic> {
    let (first, more) = images.split_first()?;
    let (file, home, other) = (quote(&first.file), first.home, other(first.home));
    let message = format!("{file} is for {}, and {} machines get here, too", called(home), called(other));
    let label = format!("on {} this is no executable image, and fails", called(other));
    let level = if is_chosen { Level::Advice } else { Level::Warning };
    let finding = Diagnostic::new(RuleId::ImageForOtherPlatform, first.span, message, label).at_level(level);
    let finding =
        more.iter().take(LABELLED).fold(finding, |finding, image| finding.and_label(image.span, "here, too"));
    Some(
        finding
            .help(format!("branch on the firmware before: `iseq ${{platform}} {other} && goto {other} ||`")),
    )
}

/// A boot manager of Windows for BIOS only, for wimboot.
fn boot_managers(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let loads = cx.images().loads();
    let named = |wanted: &'static [u8]| {
        loads.iter().find(move |load| load.name.as_known().is_some_and(|name| is_boot_manager(name, wanted)))
    };
    let has_wimboot = loads.iter().any(|load| !load.is_initrd && load.file.tail().starts_with(b"wimboot"));
    let Some(manager) = named(b"bootmgr").filter(|_| has_wimboot) else { return };
    if named(b"bootmgr.efi").is_some()
        || named(b"bootx64.efi").is_some()
        || !cx.platform_reach().of(manager.command).contains(Platform::Efi)
    {
        return;
    }
    out.push(
        Diagnostic::new(
            RuleId::ImageForOtherPlatform,
            manager.place,
            "only the boot manager for BIOS machines is given to wimboot",
            "on UEFI machines, wimboot looks for `bootmgr.efi`",
        )
        .at_level(Level::Advice)
        .help("load `bootmgr.efi` as well; or neither of them, if wimboot is 2.7 or newer and takes them from `boot.wim`"),
    );
}

/// The platform of those two that is not this one.
fn other(platform: Platform) -> Platform {
    if platform == Platform::Efi { Platform::Pcbios } else { Platform::Efi }
}

fn called(platform: Platform) -> &'static str {
    if platform == Platform::Efi { "UEFI" } else { "BIOS" }
}
