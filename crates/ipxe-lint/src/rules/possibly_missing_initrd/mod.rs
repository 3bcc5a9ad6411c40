//! `initrd=` of an image whose download may have failed.

use std::collections::HashMap;

use ipxe_catalog::{Implementation, Platform};
use ipxe_flow::{Edge, Node};
use ipxe_syntax::{Command, Span};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, facts::images::ImageLoad, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "possibly-missing-initrd",
    code: "IPX611",
    summary: "`initrd=` names an image whose download may fail without anybody minding",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// How many commands a failure is followed for.
const FOLLOWED: usize = 8;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if !cx.catalog.target().platforms().contains(Platform::Efi) {
        return;
    }
    let mut named: HashMap<(usize, &[u8]), Span> = HashMap::new();
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
    let mut loaded: HashMap<(usize, &[u8]), usize> = HashMap::new();
    for load in cx.images().loads() {
        let name = load.name.as_known().unwrap_or_default();
        *loaded.entry((cx.sections().of(load.place), name)).or_default() += 1;
    }
    for load in cx.images().loads() {
        let Some(name) = load.name.as_known() else { continue };
        let key = (cx.sections().of(load.place), name);
        let Some(place) = named.get(&key).filter(|_| loaded.get(&key) == Some(&1)) else { continue };
        if load.is_initrd && goes_on_without(cx, load) {
            let message = format!("the kernel is told of {}, which may not be there", quote(name));
            let label = "under UEFI, the kernel looks for an image that was not downloaded";
            let finding = Diagnostic::new(RuleId::PossiblyMissingInitrd, *place, message, label)
                .and_label(load.place, "when this download fails, the script goes on to the boot")
                .help("put the argument into a setting where the download succeeds: `&& set NAME initrd=…`");
            out.push(finding);
        }
    }
}

/// Whether the script, when the download fails, only says so and goes on to the boot.
fn goes_on_without(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let Some(download) = cx.script.command(load.command) else { return false };
    let (mut at, mut edge) = (download, Edge::Failure);
    for _ in 0..FOLLOWED {
        let Some(next) = successor(cx, at, edge) else { return false };
        if next.line_id() != download.line_id() {
            let is_same_boot = cx.sections().of(next.span()) == cx.sections().of(load.place);
            return is_same_boot && next.line_id() > download.line_id();
        }
        let implementation = cx.form(next).map(|form| form.implementation);
        if !next.is_empty() && !matches!(implementation, Some(Implementation::Echo | Implementation::Sleep)) {
            return false;
        }
        (at, edge) = (next, Edge::Success);
    }
    false
}

/// The command that control goes to.
fn successor<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, wanted: Edge) -> Option<Command<'a, 's>> {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    next.find_map(|(edge, node)| match node {
        Node::Command(next) if edge == wanted => cx.script.command(next),
        _ => None,
    })
}
