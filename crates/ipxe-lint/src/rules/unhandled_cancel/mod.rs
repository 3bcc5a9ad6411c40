//! Menus that end the script if the user cancels them, or continue with an entry that was not chosen.

mod evidence;
mod odd_one;

use ipxe_catalog::Implementation;
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    commands::section_starts::{does_something, only_prepares},
    graph::{Edge, Node},
    menus::entries::{Choice, Menu},
    settings::written_settings::SettingWrite,
};
use ipxe_syntax::{Command, Label};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use evidence::{Evidence, Finder};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unhandled-cancel",
    code: "IPX707",
    summary: "cancelling a menu ends the script, or runs an entry",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let choices = cx.invocations_of(Implementation::Choose).map(|(command, _)| command);
    let ends = |command: &Command<'_, '_>| {
        cx.flow.is_reachable(command.id()) && cx.flow.failure_is_fatal(command.id())
    };
    let mut finder = None;
    for choice in choices.filter(ends) {
        let finder = finder.get_or_insert_with(|| Finder::new(cx));
        out.push(report(choice, finder.find(choice)));
    }
    for menu in cx.menus().menus() {
        for choice in &menu.choices {
            let found = match way(cx, menu, choice) {
                Some(Way::Enters(label)) => report_entered(choice, label),
                Some(Way::Jumps(jump)) => report_jump(choice, jump),
                None => continue,
            };
            out.push(found);
        }
    }
    out.extend(odd_one::find(cx));
}

/// The maximum number of commands after a menu that are skipped.
const PASSED: usize = 8;
/// The maximum number of menu entries that are checked.
const ENTRIES: usize = 1024;

/// The effect of a cancelled menu, as if something had been chosen.
enum Way<'a, 's> {
    /// Control falls through into an entry's section, which does something.
    Enters(Label<'a, 's>),
    /// It jumps by the choice.
    Jumps(Command<'a, 's>),
}

fn way<'a, 's>(cx: &Context<'a, 's>, menu: &Menu<'a, 's>, choice: &Choice<'a, 's>) -> Option<Way<'a, 's>> {
    let choose = choice.command;
    if !cx.flow.is_reachable(choose.id()) {
        return None;
    }
    let is_entry = |label: &Label<'_, '_>| {
        let mut names = menu.items.iter().take(ENTRIES).filter_map(|item| item.name.as_known());
        names.any(|name| name == label.name())
    };
    let is_default = |label: &Label<'_, '_>| {
        let default = choice.operation.default.and_then(|default| default.text.as_known());
        default == Some(label.name())
    };
    let (mut at, mut edge) = (choose, Edge::Failure);
    for _ in 0..PASSED {
        let mut next = cx.flow.successors(Node::Command(at.id()));
        let next = next.find_map(|(taken, node)| match node {
            Node::Command(next) if taken == edge => cx.script.command(next),
            _ => None,
        })?;
        if let Some(label) = cx.label_between(at, next) {
            let does_something = does_something(cx, next);
            let enters = does_something && is_entry(&label) && !is_default(&label);
            return enters.then_some(Way::Enters(label));
        }
        let looks_at_choice = choice.setting.is_some_and(|setting| uses_only(next, setting));
        edge = match cx.form(next).map(|form| form.implementation) {
            _ if next.is_empty() => Edge::Success,
            // It is not an entry.
            Some(Implementation::Iseq) if looks_at_choice => Edge::Failure,
            Some(Implementation::Goto) if looks_at_choice && !has_value(cx, choice) => {
                return Some(Way::Jumps(next));
            }
            _ if cx.form(next).is_some_and(only_prepares) => Edge::Success,
            _ => return None,
        };
        at = next;
    }
    None
}

/// Whether a command uses only one setting, the chosen one.
fn uses_only(command: Command<'_, '_>, setting: &[u8]) -> bool {
    let mut used = command.expansions().map(|used| used.inside().as_literal().map(untyped));
    used.next() == Some(Some(setting)) && used.next().is_none()
}

/// Whether the setting may have a value from before, for the case without a choice.
fn has_value(cx: &Context<'_, '_>, choice: &Choice<'_, '_>) -> bool {
    let Some(setting) = choice.setting else { return true };
    let is_given = |write: &SettingWrite<'_>| {
        let is_own = write.name.as_known().is_none_or(|name| untyped(name) == setting);
        is_own && !matches!(write.implementation, Implementation::Choose | Implementation::Clear)
    };
    cx.known().may_have_value(setting) || cx.written().writes().iter().any(is_given)
}

fn report_jump(choice: &Choice<'_, '_>, jump: Command<'_, '_>) -> Diagnostic {
    let message = "cancelling this menu with Esc or Ctrl-C is treated like a choice";
    let note = "`choose` fails then, and the setting has no value, or an earlier choice";
    Diagnostic::new(RuleId::UnhandledCancel, choice.command.span(), message, note)
        .at_level(Level::Warning)
        .and_label(jump.span(), "this finds no label then, or repeats the earlier choice")
        .help("handle the failure: `|| goto` with the label of the menu, `|| shell`, or `|| exit`")
}

fn report_entered(choice: &Choice<'_, '_>, label: Label<'_, '_>) -> Diagnostic {
    let name = quote(label.name());
    let message = format!("cancelling this menu with Esc or Ctrl-C runs its entry {name}");
    let note = "`choose` fails then, and nothing jumps away before the next section";
    Diagnostic::new(RuleId::UnhandledCancel, choice.command.span(), message, note)
        .at_level(Level::Warning)
        .and_label(label.span(), "the script continues here")
        .help("handle the failure: `|| goto` with the label of the menu, `|| shell`, or `|| exit`")
}

fn report(command: Command<'_, '_>, evidence: Option<Evidence>) -> Diagnostic {
    let message = "nothing handles cancelling this menu with Esc or Ctrl-C";
    let label = "`choose` fails then, and the script ends here";
    let finding = Diagnostic::new(RuleId::UnhandledCancel, command.span(), message, label)
        .help("handle the failure: `|| goto` with the label of the menu, `|| shell`, or `|| exit`");
    match evidence {
        Some(Evidence { place, text }) => finding.at_level(Level::Warning).and_label(place, text),
        None => finding,
    }
}
