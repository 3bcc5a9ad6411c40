//! Files that only one kind of firmware executes, in commands that the other kind reaches.

use std::collections::BTreeMap;

use foldhash::HashMap;
use ipxe_catalog::{
    Actions, CommandForm, Platform, Returns,
    world::{FileClass, FileKind},
};
use ipxe_model::graph::Edge;
use ipxe_syntax::{Command, CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{files::is_wimboot, positional_words},
    images::{
        loads::{ImageLoad, file_name},
        passed_over::next_in_spite,
    },
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "image-for-other-platform",
    code: "IPX904",
    summary: "a file for BIOS machines is executed on UEFI machines, or vice versa",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further places that a finding points at.
const LABELLED: usize = 3;

/// A file that some machines cannot execute.
struct Misplaced<'a, 's> {
    command: Command<'a, 's>,
    span: Span,
    file: Vec<u8>,
    home: Platform,
}

/// How machines of the other kind reach a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// And its own machines do not.
    ByOthersOnly,
    /// Whatever the user chooses.
    Always,
    /// If the user chooses it in a menu.
    Chosen,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    report(cx, out, misplaced(cx));
    out.extend(boot_manager(cx));
}

fn misplaced<'a, 's>(cx: &Context<'a, 's>) -> Vec<Misplaced<'a, 's>> {
    let executable = cx.invocations_where(&takes_executable).filter_map(|(command, invocation)| {
        let word = positional_words(command, invocation).next()?;
        // The file for each kind of machine is in the place that its name states.
        let is_apart = [&b"${platform}"[..], b"${buildarch}"]
            .iter()
            .any(|name| memchr::memmem::find(word.text(), name).is_some());
        if is_apart {
            return None;
        }
        let file = file_name(&cx.constants().resolve(word, cx));
        // A backslash is not a separator to iPXE, but it was probably intended as one.
        let end = file.tail().rsplit(|byte| *byte == b'\\').next().unwrap_or_default();
        // Unknown text before it usually ends in a slash.
        let home = home_of(end)?;
        let is_cut = end.starts_with(b".") && !file.is_known();
        let file = if is_cut { last_component(word.text()) } else { end };
        Some(Misplaced { command, span: word.span(), file: file.to_vec(), home })
    });
    executable.collect()
}

/// The text after the last slash of a URI, as written; slashes in expansions are not part of a path.
fn last_component(text: &[u8]) -> &[u8] {
    let mut depth = 0_usize;
    let slash = text.iter().rposition(|byte| {
        match byte {
            b'}' => depth += 1,
            b'{' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *byte == b'/' && depth == 0
    });
    text.get(slash.map_or(0, |slash| slash + 1)..).unwrap_or_default()
}

/// The platform of a file, if its name shows it. Whether a build supports its format is another question, but programs
/// of SYSLINUX are for BIOS machines in any case.
fn home_of(file: &[u8]) -> Option<Platform> {
    let kind = FileKind::of(file)?;
    kind.home().filter(|_| kind.class == FileClass::Com32 || kind.format.is_none())
}

/// Whether the first argument is downloaded to be executed.
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
    let reach = cx.platform_reach_along(|platform, id, edge| leaves(cx, &homes, platform, id, edge));
    let unchosen = cx.unchosen();
    let mut by_file: BTreeMap<(Vec<u8>, Reached), Vec<Misplaced<'_, '_>>> = BTreeMap::new();
    for image in misplaced {
        // A script that continues anyway may do so for machines of the other kind.
        let is_deliberate = next_in_spite(cx, image.command.id()).is_some();
        if !is_deliberate && reach.has(image.command.id(), other(image.home)) {
            let (id, in_view) = (image.command.id(), cx.catalog.target().platforms());
            let how = match unchosen.contains(id) {
                _ if in_view.contains(image.home) && !reach.has(id, image.home) => Reached::ByOthersOnly,
                true => Reached::Always,
                false => Reached::Chosen,
            };
            by_file.entry((image.file.clone(), how)).or_default().push(image);
        }
    }
    for ((_, how), images) in &by_file {
        out.extend(describe(images, *how));
    }
}

/// Whether control does not continue after a command on a platform: an executed image, except for a script, never
/// returns with success, and a file for the platform does not fail.
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

fn describe(images: &[Misplaced<'_, '_>], how: Reached) -> Option<Diagnostic> {
    let (first, more) = images.split_first()?;
    let (file, home, other) = (quote(&first.file), first.home, other(first.home));
    let message = match how {
        Reached::ByOthersOnly => {
            format!("{file} is for {}, and only {} machines run this", called(home), called(other))
        }
        _ => format!("{file} is for {}, and {} machines run this, too", called(home), called(other)),
    };
    let label = format!("on {}, this is not an executable image, and fails", called(other));
    let level = match how {
        Reached::ByOthersOnly => Level::Error,
        Reached::Always => Level::Warning,
        Reached::Chosen => Level::Advice,
    };
    let finding = Diagnostic::new(RuleId::ImageForOtherPlatform, first.span, message, label).at_level(level);
    let finding =
        more.iter().take(LABELLED).fold(finding, |finding, image| finding.and_label(image.span, "also here"));
    Some(match how {
        Reached::ByOthersOnly => {
            finding.help("check the test of `${platform}` that leads here: its branches may be swapped")
        }
        _ => {
            finding.help(format!("test the platform first: `iseq ${{platform}} {other} && goto {other} ||`"))
        }
    })
}

/// A boot manager of Windows for BIOS machines only, for wimboot.
fn boot_manager(cx: &Context<'_, '_>) -> Option<Diagnostic> {
    let loads = cx.images().loads();
    let kind = |load: &ImageLoad| load.name.as_known().and_then(FileKind::of);
    let is_for_bios =
        |load: &&ImageLoad| load.name.as_known().is_some_and(|name| name.eq_ignore_ascii_case(b"bootmgr"));
    let is_for_uefi = |load: &ImageLoad| {
        load.is_initrd && kind(load).is_some_and(|kind| kind.class == FileClass::EfiProgram)
    };
    let has_wimboot = loads.iter().any(|load| !load.is_initrd && is_wimboot(&load.file));
    let manager = loads.iter().find(is_for_bios).filter(|_| has_wimboot)?;
    let is_reached = || cx.runs_on(manager.command, Platform::Efi);
    if loads.iter().any(is_for_uefi) || !is_reached() {
        return None;
    }
    let message = "wimboot gets only the boot manager for BIOS machines";
    let label =
        "on UEFI machines, wimboot needs `bootmgfw.efi`, and before 2.2.0 it must be an image of its own";
    let finding = Diagnostic::new(RuleId::ImageForOtherPlatform, manager.place, message, label);
    let help =
        "remove it: wimboot 2.2.0 and newer takes both from the `.wim` image; or load `bootmgfw.efi`, too";
    Some(finding.at_level(Level::Advice).help(help))
}

/// The other one of these two platforms.
fn other(platform: Platform) -> Platform {
    if platform == Platform::Efi { Platform::Pcbios } else { Platform::Efi }
}

fn called(platform: Platform) -> &'static str {
    if platform == Platform::Efi { "UEFI" } else { "BIOS" }
}
