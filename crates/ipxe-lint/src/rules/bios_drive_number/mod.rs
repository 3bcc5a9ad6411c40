//! BIOS drive numbers in commands that are reachable on UEFI machines.

use ipxe_catalog::{Implementation, Platform, Release, Returns};
use ipxe_language::operation::Operation;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::place::span_of_known;

pub(super) const META: RuleMeta = RuleMeta {
    name: "bios-drive-number",
    code: "IPX905",
    summary: "UEFI machines boot a drive by its BIOS number",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The first hard disk in a BIOS.
const FIRST_DISK: u32 = 0x80;

/// The first release whose UEFI builds number local disks, too.
const NUMBERS_DISKS: Release = Release::V2_0_0;

/// The maximum number of further places that a finding points at.
const LABELLED: usize = 3;

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>, out: &mut Sink<'_>) {
    let drives = drives(cx);
    if drives.is_empty() {
        return;
    }
    let unchosen = cx.unchosen();
    let lost = |drive: &&Drive<'a, 's>| {
        !has_fallback(cx, drive.command) && cx.runs_on(drive.command.id(), Platform::Efi)
    };
    let (come_to, chosen): (Vec<_>, Vec<_>) =
        drives.iter().filter(lost).partition(|drive| unchosen.contains(drive.command.id()));
    let numbers_disks = cx.catalog.target().release() >= NUMBERS_DISKS;
    let level = if numbers_disks { Level::Advice } else { Level::Warning };
    out.extend(describe(&come_to).map(|finding| finding.at_level(level)));
    out.extend(describe(&chosen).map(|finding| finding.at_level(Level::Advice)));
}

/// A local drive to boot by its BIOS number.
struct Drive<'a, 's> {
    command: Command<'a, 's>,
    /// The span of the number.
    place: Span,
}

fn drives<'a, 's>(cx: &Context<'a, 's>) -> Vec<Drive<'a, 's>> {
    let hooked: Vec<Option<u32>> = attached(cx).collect();
    let sanboots = cx.invocations_of(Implementation::Sanboot).filter_map(|(command, invocation)| {
        let Some(Operation::BootSan(boot)) = invocation.meant_operation() else { return None };
        let value = boot.drive.filter(|_| boot.uris.is_empty())?;
        let number = value.integer()?.ok()?;
        let word = command.arguments().nth(value.argument)?;
        let drive = Drive { command, place: span_of_known(word, value.range()) };
        let is_local = !hooked.iter().any(|hooked| hooked.is_none_or(|hooked| hooked == number));
        (number >= FIRST_DISK && is_local).then_some(drive)
    });
    sanboots.collect()
}

/// The numbers of the drives that the script attaches; None for an unknown one.
fn attached(cx: &Context<'_, '_>) -> impl Iterator<Item = Option<u32>> {
    let hooks = cx.invocations_of(Implementation::Sanhook);
    hooks.filter_map(|(_, invocation)| match invocation.meant_operation()? {
        Operation::HookSan(hook) => Some(hook.drive.map_or(Some(FIRST_DISK), |drive| drive.integer()?.ok())),
        _ => None,
    })
}

/// One finding for all of them.
fn describe(drives: &[&Drive<'_, '_>]) -> Option<Diagnostic> {
    let (first, more) = drives.split_first()?;
    let finding = Diagnostic::new(
        RuleId::BiosDriveNumber,
        first.place,
        "UEFI machines run this, and it names a drive by its BIOS number",
        "UEFI builds up to 1.21.1 have no such drive: this boots nothing",
    );
    let finding = more
        .iter()
        .take(LABELLED)
        .fold(finding, |finding, drive| finding.and_label(drive.place, "also here"));
    Some(finding.help("on UEFI, exit so that the firmware boots the next device: `iseq ${platform} efi && exit 1 || sanboot …`"))
}

/// Whether a machine without the drive leaves the script, reboots, or continues elsewhere in the script.
fn has_fallback<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>) -> bool {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    next.any(|(edge, node)| match node {
        Node::Command(handler) if edge == Edge::Failure => cx.form_of(handler).is_some_and(|form| {
            form.implementation != Implementation::Shell && form.effects.returns != Returns::Always
        }),
        _ => false,
    })
}
