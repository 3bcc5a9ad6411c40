//! Settings that the script only sets after their use.

mod adjusted;

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, CommandId, Expansion};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{commands::positional_words, settings::own_settings::OwnSettings};

pub(super) const META: RuleMeta = RuleMeta {
    name: "used-before-set",
    code: "IPX309",
    summary: "a setting is used before the script sets it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut reported = adjusted::check(cx, out);
    let own = cx.own_settings();
    if own.is_empty() {
        return;
    }
    let asked = asked_bare(cx);
    for (command, expansion, name) in own.uses(cx) {
        if !reported.contains(name) && !asked.contains(name) && is_too_early(cx, command, name, own) {
            reported.insert(name);
            out.extend(own.first_write(name).map(|write| describe(cx, expansion, name, write)));
        }
    }
}

/// The names that `isset` gets in place of values: these tests were meant to check whether they are set, and the
/// mistake is that they are always true.
fn asked_bare<'a>(cx: &Context<'a, '_>) -> HashSet<&'a [u8]> {
    let tests = cx.invocations_of(Implementation::Isset);
    tests.filter_map(|(test, invocation)| positional_words(test, invocation).next()?.as_literal()).collect()
}

/// Whether no path leads to this command from a place where the setting is set.
fn is_too_early(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8], own: &OwnSettings) -> bool {
    // A script may compare a setting that only some callers set, and append to the caller's value.
    let compares = cx.form(command).is_some_and(|form| form.implementation == Implementation::Iseq);
    // A jump by a setting that a caller may have set is an entry into the script; and an unknown value may be displayed
    // like this.
    let is_harmless = cx.form(command).is_none_or(|form| {
        use Implementation::{Choose, Echo, Goto, Item, Menu, Prompt};
        matches!(form.implementation, Choose | Echo | Goto | Item | Menu | Prompt)
    });
    if is_harmless || compares && !cx.known().is_complete() || own.writes(command.id(), name) {
        return false;
    }
    // The caller that set the jump target, or a script that was read before, may have set it.
    let others = || cx.others_may_set(command.span().start()) || cx.options.surroundings.provide();
    if !cx.known().is_complete() && others() {
        return false;
    }
    let Some(known) = cx.analysis().before(command.id()).map(|moment| moment.setting(name)) else {
        return false;
    };
    let only_start = |sources: &ipxe_model::analysis::Sources| {
        sources.commands().next().is_none() && !sources.has_more() && !sources.has_others()
    };
    cx.analysis().is_complete()
        && known.unset_by.has_start()
        && only_start(&known.set_by)
        && only_start(&known.unset_by)
}

fn describe(cx: &Context<'_, '_>, expansion: Expansion<'_, '_>, name: &[u8], write: CommandId) -> Diagnostic {
    let message = format!("{} is used before it is set", quote(name));
    let finding = Diagnostic::new(
        RuleId::UsedBeforeSet,
        expansion.span(),
        message,
        "it is never set before this: this expands to nothing",
    );
    let write = cx.script.command(write).map(Command::span).unwrap_or_default();
    finding
        .and_label(write, "set here")
        .help("set it before this line; if another script does, add it to the context")
}
