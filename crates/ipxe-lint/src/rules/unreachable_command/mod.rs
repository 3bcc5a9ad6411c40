//! Commands that never run.

mod never_fails;

use crate::facts::unreachable::{explain, is_misspelt_entry};
use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::invocation::Invocation;
use ipxe_model::reach::unreachable::{Unreachable, unreachable};
use ipxe_syntax::Command;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unreachable-command",
    code: "IPX405",
    summary: "a command never runs",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // `unreachable-boot` reports commands that would boot.
    let mut back: Option<Diagnostic> = None;
    for found in unreachable(cx) {
        let is_other_matter = || found.boots(cx).next().is_some() || is_misspelt_entry(cx, found);
        if found.matters(cx) && !is_other_matter() {
            out.push(describe(cx, found));
        } else if is_way_back(cx, found) && !is_other_matter() {
            back = Some(match back.take() {
                Some(first) => first.and_label(found.first.span(), "this never runs either"),
                None => describe(cx, found).help(
                    "to return here, start the other script without `--replace`; otherwise remove this",
                ),
            });
        }
    }
    out.extend(back);
    never_fails::check(cx, out);
}

/// Whether it is a jump back to a label above, after an image that replaces the script: leaving the script for good
/// means not to return.
fn is_way_back<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> bool {
    let line = found.before.into_iter().flat_map(|before| before.line().commands());
    let replaces =
        |command: Command<'_, '_>| cx.flow.invocation(command.id()).is_some_and(Invocation::replaces_script);
    let target = cx.jump_of(found.first);
    let label = target.and_then(|jump| cx.label(jump.target.as_known()?));
    found.label.is_none()
        && label.is_some_and(|label| label.line() < found.first.line_id())
        && line.into_iter().any(replaces)
}

/// Whether they load the initrd that a kernel which is booted asks for, and nothing else does.
fn is_missed<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> bool {
    let is_asked_for = |name: &[u8]| {
        let mut lines =
            cx.command_lines().linux().iter().filter(|line| cx.flow.is_reachable(line.command.id()));
        lines.any(|line| line.words.iter().any(|word| word.text().strip_prefix(b"initrd=") == Some(name)))
    };
    let is_there = |name: &[u8]| {
        let mut loads = cx.images().loads().iter().filter(|load| cx.flow.is_reachable(load.command));
        loads.any(|load| load.name.as_known().is_none_or(|loaded| loaded == name))
    };
    let mut loads = found.commands(cx).filter_map(|command| cx.images().load_by(command.id()));
    loads.any(|load| {
        load.name.as_known().is_some_and(|name| load.is_initrd && is_asked_for(name) && !is_there(name))
    })
}

fn describe<'a, 's>(cx: &Context<'a, 's>, found: &Unreachable<'a, 's>) -> Diagnostic {
    let name = found.first.name().map(|name| quote(name.text())).unwrap_or_default();
    let others = found.commands(cx).count().saturating_sub(1);
    let label = match others {
        0 => "the script never gets here".to_owned(),
        1 => "the script never gets here, nor to the next command".to_owned(),
        _ => format!("the script never gets here, nor to the next {others} commands"),
    };
    let message = format!("this {name} never runs");
    let finding = Diagnostic::new(RuleId::UnreachableCommand, found.first.span(), message, label);
    // An unused section is harmless; lines after a jump were meant to run.
    let is_spare = found.label.is_some() && !is_missed(cx, found);
    let level = if is_spare { Level::Advice } else { Level::Warning };
    explain(cx, found, finding.at_level(level))
}
