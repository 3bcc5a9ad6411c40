//! Menus that are skipped because of what was chosen in an earlier round.

mod restart;

use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, OperatorKind};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::comparison::sole_expansion;

pub(super) const META: RuleMeta = RuleMeta {
    name: "stale-choice",
    code: "IPX311",
    summary: "a menu is skipped the next time, because its answer is still set",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    restart::check(cx, out);
    for (command, invocation) in cx.invocations_of(Implementation::Choose) {
        let Some(setting) = invocation.positional(0).and_then(|name| name.as_known()) else { continue };
        let Some(test) = guard(cx, command, setting) else { continue };
        let Some(known) = cx.analysis().before(test.id()).map(|moment| moment.setting(setting)) else {
            continue;
        };
        if known.set_by.commands().any(|source| source == command.id()) {
            let message = format!("{} is still set when the script comes back to this menu", quote(setting));
            let label = "with the previous answer, this skips the menu";
            let name = String::from_utf8_lossy(setting).into_owned();
            let finding = Diagnostic::new(RuleId::StaleChoice, test.span(), message, label);
            let finding = finding.and_label(command.span(), "set here the previous time");
            let name = crate::text::printable(&name);
            out.push(finding.help(format!("`clear {name}` before the menu")));
        }
    }
}

/// The `isset` on whose failure the menu is shown, if it asks about the menu's own setting.
fn guard<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, setting: &[u8]) -> Option<Command<'a, 's>> {
    if command.operator()?.kind != OperatorKind::Or {
        return None;
    }
    let test = command.line().commands().take_while(|other| other.id() < command.id()).last()?;
    cx.form(test).filter(|form| form.implementation == Implementation::Isset)?;
    let asked = sole_expansion(test.arguments().next()?)?;
    (asked.inside().as_literal() == Some(setting)).then_some(test)
}
