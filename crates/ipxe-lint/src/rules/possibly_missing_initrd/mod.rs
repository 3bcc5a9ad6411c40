//! `initrd=` of an image whose download may have failed.

use std::ops::Range;

use foldhash::HashMap;
use ipxe_catalog::Platform;
use ipxe_model::graph::Edge;
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::booting::{booting, may_boot},
    images::passed_over::is_passed_over,
};

/// Most downloads that are followed: each walk through the script costs as much as the script is long.
const WALKS: usize = 32;

pub(super) const META: RuleMeta = RuleMeta {
    name: "possibly-missing-initrd",
    code: "IPX611",
    summary: "`initrd=` names an image whose download may fail without anybody minding",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if !cx.catalog.target().platforms().contains(Platform::Efi) {
        return;
    }
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
    let mut walks = 0..WALKS;
    for load in cx.images().loads() {
        let Some(name) = load.name.as_known() else { continue };
        let key = (cx.sections().of(load.place), name);
        let Some(place) = named.get(&key).filter(|_| loaded.get(&key) == Some(&1)) else { continue };
        if load.is_initrd && is_passed_over(cx, load.command) && boots_without(cx, load.command, &mut walks) {
            let message = format!("the kernel is told of {}, which may not be there", quote(name));
            let label = "under UEFI, the kernel looks for an image that was not downloaded";
            let finding = Diagnostic::new(RuleId::PossiblyMissingInitrd, *place, message, label)
                .and_label(load.place, "when this download fails, the script goes on to the boot")
                .help("put the argument into a setting where the download succeeds: `&& set NAME initrd=…`");
            out.push(finding);
        }
    }
}

/// Whether control comes from the failure of a download to something that boots, without another try.
fn boots_without(cx: &Context<'_, '_>, download: CommandId, walks: &mut Range<usize>) -> bool {
    if walks.next().is_none() {
        return false;
    }
    let reached =
        cx.analysis().reachable_from_along([download], |id, edge| id != download || edge == Edge::Failure);
    booting(cx).any(|command| may_boot(cx, command) && reached.contains(command.id()))
}
