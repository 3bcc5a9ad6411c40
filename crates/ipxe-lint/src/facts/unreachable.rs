//! The reasons why commands never run, in words.

use ipxe_catalog::Returns;
use ipxe_model::{
    images::departures::departs,
    reach::{Model, unreachable::Unreachable},
};
use ipxe_syntax::Command;

use crate::{
    Diagnostic, suggest,
    text::{printable, quote},
};

/// The maximum number of entry names with which a label is compared.
const COMPARED: usize = 200;

/// The finding, with the reason why the commands are unreachable, and the help text.
pub(crate) fn explain<'a, 's>(
    cx: &Model<'a, 's>,
    found: &Unreachable<'a, 's>,
    mut finding: Diagnostic,
) -> Diagnostic {
    if let Some(before) = found.before {
        finding = finding.and_label(before.span(), why(cx, before));
        if before.line_id() < found.first.line_id() {
            finding = finding.caused_by(before.span());
        }
    }
    let departure = found.before.and_then(|before| before.line().commands().find(|&one| departs(cx, one)));
    if let Some(departure) = departure {
        if Some(departure.id()) != found.before.map(Command::id) {
            finding = finding.and_label(departure.span(), why(cx, departure));
        }
        if found.label.is_none() {
            return finding.help(before_departure(departure));
        }
    }
    let Some(label) = found.label else {
        return finding.help("remove it, or put a label before it and jump there");
    };
    let name = printable(&String::from_utf8_lossy(label.name()));
    let is_choice = found.is_never_chosen(cx);
    if is_choice && !cx.menus().menus().is_empty() {
        let note = "no `goto` jumps here: no menu entry has this name";
        let help = format!("add `item {name} …` to the menu, or remove the section");
        return finding.and_label(label.span(), note).help(help);
    }
    let note = if is_choice {
        "no `goto` jumps here: no setting that a `goto` uses can have this value"
    } else if cx.flow.is_target(label) {
        "only commands that never run jump here"
    } else {
        "no `goto` jumps here"
    };
    finding
        .and_label(label.span(), note)
        .help(format!("jump there with `goto {name}`, or remove the section"))
}

/// Whether a menu entry lacks a label, and this one has a similar name: that is the mistake.
pub(crate) fn is_misspelt_entry<'a, 's>(cx: &Model<'a, 's>, found: &Unreachable<'a, 's>) -> bool {
    let Some(label) = found.label.filter(|_| found.is_never_chosen(cx)) else { return false };
    let items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
    let names = items.filter_map(|item| item.name.as_known()).filter(|name| cx.label(name).is_none());
    suggest::near(label.name(), names.take(COMPARED)).is_some()
}

/// The help text for commands after the start of a kernel.
fn before_departure(departure: Command<'_, '_>) -> String {
    let name = departure.name().map(|name| quote(name.text())).unwrap_or_default();
    format!(
        "move it above this {name}; if it handles a failed boot, put a label before it and jump there with `|| goto`"
    )
}

/// Why control does not continue after a command.
fn why(cx: &Model<'_, '_>, command: Command<'_, '_>) -> &'static str {
    if !cx.flow.is_reachable(command.id()) {
        return "this never runs either";
    }
    if departs(cx, command) {
        return if cx.flow.failure_is_fatal(command.id()) {
            "a successful boot does not return, and if it fails, the script ends here"
        } else {
            "a successful boot does not return"
        };
    }
    let form = cx.form(command);
    match form.map(|form| form.effects.returns) {
        Some(Returns::Jumps) => "this jumps away",
        Some(Returns::EndsScript) => "the script ends here",
        Some(Returns::AfterExecution) => "this replaces the script with another image",
        Some(Returns::OnlyOnFailure) => "this does not return, or it fails and ends the script",
        _ => "the script does not continue after this",
    }
}
