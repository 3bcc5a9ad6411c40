//! Settings that are used after the script has certainly cleared them.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, Expansion};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
    text::quote,
};
use ipxe_language::setting_name::untyped;

pub(super) const META: RuleMeta = RuleMeta {
    name: "used-after-clear",
    code: "IPX313",
    summary: "a setting is used after the script clears it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let candidates = cleared_names(cx);
    if candidates.is_empty() {
        return;
    }
    let own = cx.own_settings();
    if own.is_empty() {
        return;
    }
    let mut reported = HashSet::default();
    for (command, expansion, name) in own.uses(cx) {
        if candidates.contains(name) && !reported.contains(name) && !is_harmless(cx, command) {
            let cleared = cleared(cx, command, name);
            if !cleared.is_empty() {
                reported.insert(name);
                out.push(describe(expansion, name, &cleared));
            }
        }
    }
}

/// The settings that some command clears.
fn cleared_names<'a>(cx: &'a Context<'_, '_>) -> HashSet<&'a [u8]> {
    let clears = |form: &ipxe_catalog::CommandForm| {
        matches!(form.implementation, Implementation::Clear | Implementation::Set)
    };
    let commands = cx.invocations_where(&clears).filter(|(_, invocation)| invocation.positional(1).is_none());
    commands.filter_map(|(_, invocation)| invocation.positional(0)?.as_known().map(untyped)).collect()
}

/// A test may be for a cleared setting, and printed text may be empty.
fn is_harmless(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    use Implementation::{Choose, Echo, Iseq, Item, Menu, Prompt};
    cx.form(command)
        .is_none_or(|form| matches!(form.implementation, Choose | Echo | Iseq | Item | Menu | Prompt))
}

/// The commands that cleared the setting, if one of them certainly did.
fn cleared<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> Vec<Command<'a, 's>> {
    let Some(known) = cx.analysis().before(command.id()).map(|moment| moment.setting(name)) else {
        return Vec::new();
    };
    let only_commands =
        !known.unset_by.has_start() && !known.unset_by.has_others() && !known.unset_by.has_more();
    if !known.set_by.is_empty() || !only_commands || !cx.analysis().is_complete() {
        return Vec::new();
    }
    known.unset_by.commands().filter_map(|id| cx.script.command(id)).collect()
}

fn describe(expansion: Expansion<'_, '_>, name: &[u8], cleared: &[Command<'_, '_>]) -> Diagnostic {
    let message = format!("{} is used after it is cleared", quote(name));
    let finding =
        Diagnostic::new(RuleId::UsedAfterClear, expansion.span(), message, "this expands to nothing");
    label_all(finding, cleared.iter().map(|command| command.span()), "cleared here")
        .help("set it again before this line, or clear it later")
}
