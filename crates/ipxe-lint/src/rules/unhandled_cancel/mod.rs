//! Menus that end the script when the user cancels them, or go on with an entry that nobody chose.

use ipxe_catalog::Implementation;
use ipxe_model::{
    commands::section_starts::{does_something, only_prepares},
    graph::{Edge, Node},
    menus::entries::{Choice, Menu},
};
use ipxe_syntax::{Command, Label};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unhandled-cancel",
    code: "IPX707",
    summary: "cancelling a menu ends the script, or starts an entry",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let choices = cx.invocations_of(Implementation::Choose).map(|(command, _)| command);
    let ends = |command: &Command<'_, '_>| {
        cx.flow.is_reachable(command.id())
            && cx.flow.failure_is_fatal(command.id())
            && !cx.is_template(*command)
    };
    out.extend(choices.filter(ends).map(report));
    for menu in cx.menus().menus() {
        let falls = menu.choices.iter().filter_map(|choice| Some((choice, entered(cx, menu, choice)?)));
        out.extend(falls.map(|(choice, label)| report_entered(choice, label)));
    }
}

/// How many commands behind a menu are passed over.
const PASSED: usize = 8;
/// How many entries of a menu are looked at.
const ENTRIES: usize = 1024;

/// The entry's section that control runs on into when nothing was chosen, if it does something.
fn entered<'a, 's>(
    cx: &Context<'a, 's>,
    menu: &Menu<'a, 's>,
    choice: &Choice<'a, 's>,
) -> Option<Label<'a, 's>> {
    let choose = choice.command;
    if !cx.flow.is_reachable(choose.id()) || cx.is_template(choose) {
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
            return Some(label).filter(|label| does_something && is_entry(label) && !is_default(label));
        }
        if !next.is_empty() && !cx.form(next).is_some_and(only_prepares) {
            return None;
        }
        (at, edge) = (next, Edge::Success);
    }
    None
}

fn report_entered(choice: &Choice<'_, '_>, label: Label<'_, '_>) -> Diagnostic {
    let name = quote(label.name());
    let message = format!("whoever leaves this menu with Esc or Ctrl-C gets its entry {name}");
    let note = "`choose` fails then, and nothing leads away before the next section";
    Diagnostic::new(RuleId::UnhandledCancel, choice.command.span(), message, note)
        .at_level(Level::Warning)
        .and_label(label.span(), "control runs on into this")
        .help("say what is to happen: `|| goto` with the label of the menu, `|| shell`, or `|| exit`")
}

fn report(command: Command<'_, '_>) -> Diagnostic {
    let message = "nothing handles a user who leaves this menu with Esc or Ctrl-C";
    let label = "`choose` fails then, and the script ends here";
    Diagnostic::new(RuleId::UnhandledCancel, command.span(), message, label)
        .help("say what is to happen: `|| goto` with the label of the menu, `|| shell`, or `|| exit`")
}
