//! Kernels that are started without an image whose download failed.

use std::ops::Range;

use foldhash::{HashMap, HashSet};
use ipxe_catalog::Platform;
use ipxe_model::{graph::Edge, reach::unreachable::is_left_out};
use ipxe_syntax::{CommandId, Span, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::booting::{booting, may_boot},
    images::{
        command_lines::CommandLine,
        loads::ImageLoad,
        passed_over::{is_passed_over, is_swallowed},
    },
};

/// The maximum number of downloads that are followed: each walk through the script takes time linear in its length.
const WALKS: usize = 32;

pub(super) const META: RuleMeta = RuleMeta {
    name: "possibly-missing-initrd",
    code: "IPX611",
    summary: "a kernel boots without an image whose download failed",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut walks = 0..WALKS;
    let mut told = HashSet::default();
    if cx.catalog.target().platforms().contains(Platform::Efi) {
        named_in_vain(cx, &mut walks, &mut told, out);
    }
    let boots = cx.command_lines().linux().iter().chain(cx.command_lines().memdisk());
    for boot in boots {
        let section = cx.sections().of(boot.command.span());
        if !has_own_root(boot)
            && !is_left_out(cx, boot.command)
            && told.insert(section)
            && let Some(load) = sole_image(cx, section, &mut walks)
        {
            out.push(report_bare(boot, load));
        }
    }
}

/// Whether a kernel's arguments name a root file system that it can mount by itself.
fn has_own_root(boot: &CommandLine<'_, '_>) -> bool {
    let root = |word: &Word<'_, '_>| {
        let device = word.text().strip_prefix(b"root=/dev/");
        device.is_some_and(|device| !device.starts_with(b"ram"))
    };
    boot.words.iter().any(root)
}

/// The maximum number of images before those of a section that are checked.
const BEFORE: usize = 16;

/// The first image of a boot, if the script continues to boot when all of its downloads fail.
fn sole_image<'c>(
    cx: &'c Context<'_, '_>,
    section: usize,
    walks: &mut Range<usize>,
) -> Option<&'c ImageLoad> {
    let images = || cx.sections().loads(section, cx.images().loads()).iter().filter(|load| load.is_initrd);
    let (first, last) = images().next().zip(images().next_back())?;
    let is_sole = images().all(|load| is_swallowed(cx, load.command)) && !has_other_before(cx, first);
    (is_sole && boots_without(cx, last.command, walks)).then_some(first)
}

/// Whether an image with a handled failure comes before another one, without a label in between: `|| exit` ends a
/// section.
fn has_other_before(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let loads = cx.images().loads();
    let at = loads.partition_point(|other| other.command < load.command);
    let before = loads.iter().take(at).rev().take(BEFORE).filter(|other| other.is_initrd);
    let command = |load: &ImageLoad| cx.script.command(load.command);
    let is_near = |other: &&ImageLoad| {
        command(other).zip(command(load)).is_some_and(|(other, load)| cx.label_between(other, load).is_none())
    };
    before.take_while(is_near).any(|other| !is_swallowed(cx, other.command))
}

fn report_bare(boot: &CommandLine<'_, '_>, load: &ImageLoad) -> Diagnostic {
    let message = "the kernel boots even if none of its initrds could be downloaded";
    Diagnostic::new(
        RuleId::PossiblyMissingInitrd,
        load.place,
        message,
        "when this fails, the script continues to the boot",
    )
    .and_label(boot.image.span(), "this kernel finds no initrd then, and does not return")
    .help("handle the failure: `|| goto LABEL`, with the label of the menu or of a section for failures")
}

/// Kernels whose command line names the image.
fn named_in_vain(
    cx: &Context<'_, '_>,
    walks: &mut Range<usize>,
    told: &mut HashSet<usize>,
    out: &mut Sink<'_>,
) {
    let mut named: HashMap<(usize, &[u8]), Span> = HashMap::default();
    for line in cx.command_lines().linux() {
        let section = cx.sections().of(line.command.span());
        let arguments = line.words.iter().filter_map(|word| {
            let name = word.as_literal()?.strip_prefix(b"initrd=")?;
            Some((name, word.span_at(b"initrd=".len()..word.text().len())))
        });
        for (name, span) in arguments {
            named.entry((section, name)).or_insert(span);
        }
    }
    if named.is_empty() {
        return;
    }
    let mut loaded: HashMap<(usize, &[u8]), usize> = HashMap::default();
    for load in cx.images().loads() {
        let name = load.name.as_known().unwrap_or_default();
        *loaded.entry((cx.sections().of(load.place), name)).or_default() += 1;
    }
    for load in cx.images().loads() {
        let Some(name) = load.name.as_known() else { continue };
        let key = (cx.sections().of(load.place), name);
        let Some(place) = named.get(&key).filter(|_| loaded.get(&key) == Some(&1)) else { continue };
        if load.is_initrd && is_passed_over(cx, load.command) && boots_without(cx, load.command, walks) {
            let message = format!("the command line names {}, which may be missing", quote(name));
            let label = "under UEFI, the kernel then looks for an image that does not exist";
            let finding = Diagnostic::new(RuleId::PossiblyMissingInitrd, *place, message, label)
                .and_label(load.place, "when this download fails, the script continues to the boot")
                .help("put the argument into a setting when the download succeeds: `&& set NAME initrd=…`");
            told.insert(key.0);
            out.push(finding);
        }
    }
}

/// Whether control gets from the failure of a download to a boot, without a retry.
fn boots_without(cx: &Context<'_, '_>, download: CommandId, walks: &mut Range<usize>) -> bool {
    if walks.next().is_none() {
        return false;
    }
    let reached =
        cx.analysis().reachable_from_along([download], |id, edge| id != download || edge == Edge::Failure);
    booting(cx).any(|command| may_boot(cx, command) && reached.contains(command.id()))
}
