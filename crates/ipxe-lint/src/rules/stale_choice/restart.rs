//! Scripts that begin at the last choice, and end with the choice still set if the started image fails: starting them
//! again only repeats the failure.

use foldhash::HashMap;
use ipxe_catalog::{Actions, Implementation};
use ipxe_language::text::Text;
use ipxe_syntax::{Command, CommandId, OperatorKind};

use crate::{
    Diagnostic, RuleId,
    context::Context,
    occurrences::label_all,
    sink::Sink,
    text::{printable, quote},
};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::comparison::sole_expansion;

/// The maximum number of settings that are checked: each check takes time linear in the script's length.
const SETTINGS: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut ways_in = ways_in(cx);
    if ways_in.is_empty() {
        return;
    }
    for (choice, invocation) in cx.invocations_of(Implementation::Choose) {
        let Some(setting) = invocation.positional(0).and_then(|name| name.as_known()) else { continue };
        let Some(way_in) = ways_in.get(setting).copied().filter(|way_in| way_in.id() < choice.id()) else {
            continue;
        };
        ways_in.remove(setting);
        out.extend(describe(setting, way_in, &endings(cx, choice, setting)));
    }
}

/// `isset ${x} && goto ${x}`, the first one for each setting.
fn ways_in<'a, 's>(cx: &Context<'a, 's>) -> HashMap<&'a [u8], Command<'a, 's>> {
    let mut ways_in = HashMap::default();
    for (test, _) in cx.invocations_of(Implementation::Isset) {
        let asked = sole_name(test);
        let next = test.behind_on_line().next();
        let jump =
            next.filter(|next| next.operator().is_some_and(|operator| operator.kind == OperatorKind::And));
        let jump = jump
            .filter(|jump| cx.form(*jump).is_some_and(|form| form.implementation == Implementation::Goto));
        if let Some(setting) = asked.filter(|_| asked == jump.and_then(sole_name) && ways_in.len() < SETTINGS)
        {
            ways_in.entry(setting).or_insert(test);
        }
    }
    ways_in
}

/// The setting whose value is the first argument of a command.
fn sole_name<'a>(command: Command<'a, '_>) -> Option<&'a [u8]> {
    sole_expansion(command.arguments().next()?)?.inside().as_literal().map(untyped)
}

/// The commands that start a chosen image, and whose failure ends the script.
fn endings<'a, 's>(cx: &Context<'a, 's>, choice: Command<'a, 's>, setting: &[u8]) -> Vec<Command<'a, 's>> {
    let starts = cx.invocations_where(&|form| form.effects.actions.contains(Actions::EXECUTES));
    let keeps = |command: &Command<'a, 's>| {
        let known = cx.analysis().before(command.id()).map(|moment| moment.setting(setting));
        known.is_some_and(|known| {
            let is_kept = known.set_by.commands().any(|source| source == choice.id());
            let returns = |text: &Text<'_>| returns(cx, text, command.id());
            is_kept && (known.texts.is_empty() || known.texts.iter().any(returns))
        })
    };
    let fatal = starts.map(|(command, _)| command).filter(|command| cx.flow.failure_is_fatal(command.id()));
    fatal.filter(keeps).collect()
}

/// Whether the script gets back to a command without asking the user, if it begins where this value of a setting leads.
fn returns(cx: &Context<'_, '_>, value: &Text<'_>, command: CommandId) -> bool {
    let Some(name) = value.as_known() else { return true };
    let Some(start) = cx.label(name).and_then(|label| cx.command_at(label)) else { return false };
    let asks = |id: CommandId| {
        cx.form_of(id).is_some_and(|form| form.effects.actions.contains(Actions::READS_INPUT))
    };
    cx.analysis().reachable_from_along([start.id()], |id, _| !asks(id)).contains(command)
}

fn describe(setting: &[u8], way_in: Command<'_, '_>, endings: &[Command<'_, '_>]) -> Option<Diagnostic> {
    let (first, more) = endings.split_first()?;
    let message = format!("if this fails, the script ends while {} is still set", quote(setting));
    let label = "when the script is started again, it skips the menu";
    let finding = Diagnostic::new(RuleId::StaleChoice, first.span(), message, label);
    let finding = finding.and_label(way_in.span(), "this skips the menu when it is set");
    let finding = label_all(finding, more.iter().map(|command| command.span()), "also here");
    let name = printable(&String::from_utf8_lossy(setting));
    Some(finding.help(format!("clear the choice when it fails: `|| clear {name}`")))
}
