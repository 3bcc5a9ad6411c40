//! Choices without an effect.

mod unasked;

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_language::invocation::Invocation;
use ipxe_model::{
    graph::{CommandSet, Edge, Node},
    images::departures::departs,
};
use ipxe_syntax::{Command, CommandId, Expansion, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    commands::{booting::executes_selected, positional_words},
    menus::entries::{Choice, Item, Menu, Uses},
};
use unasked::unasked;

pub(super) const META: RuleMeta = RuleMeta {
    name: "ignored-choice",
    code: "IPX702",
    summary: "the setting that holds a menu choice is not used",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands after a choice that are checked.
const LOOKED_AT: usize = 8;

/// The maximum number of choices whose effects are followed: each walk through the script takes time linear in its
/// length.
const WALKS: usize = 32;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    // A `goto` without its label was meant to jump to the entry.
    let lacks_label = |invocation: &Invocation<'_>| {
        let meant = invocation.meant();
        meant.is_some_and(|(form, given)| {
            form.effects.returns == Returns::Jumps && given.positionals.is_empty()
        })
    };
    if cx.misused().any(|(_, invocation)| lacks_label(invocation)) {
        return;
    }
    let mut walks = 0..WALKS;
    for menu in cx.menus().menus() {
        out.extend(unasked(cx, menu));
        for choice in &menu.choices {
            let Some(setting) = choice.setting else { continue };
            if !cx.menus().uses(setting).is_some_and(Uses::are_idle) {
                let again = walks.next().and_then(|_| overwritten(cx, choice, setting));
                out.extend(again.map(|again| report_overwritten(choice, again, setting)));
                continue;
            }
            if has_labels(cx, menu) {
                out.push(report(cx, choice, setting));
            } else if menu.items.len() > 1 && walks.next().is_some() && is_lost(cx, choice) {
                out.push(report_lost(cx, choice, setting));
            }
        }
    }
}

/// Whether several entries have a label: then the choice is meant for this script. Otherwise, it may be meant for
/// another one, which starts this one or is started by it.
fn has_labels(cx: &Context<'_, '_>, menu: &Menu<'_, '_>) -> bool {
    let has_label =
        |item: &&Item<'_, '_>| item.word.as_literal().is_some_and(|name| cx.label(name).is_some());
    menu.items.iter().filter(has_label).take(2).count() == 2
}

/// The next choice that is stored in the same setting, if nothing reads the first one before it.
fn overwritten<'a, 's>(
    cx: &Context<'a, 's>,
    choice: &Choice<'a, 's>,
    setting: &[u8],
) -> Option<Command<'a, 's>> {
    let command = choice.command;
    let writes = |other: CommandId| {
        let invocation = cx.flow.invocation(other);
        let is_choice = |form: &CommandForm| form.implementation == Implementation::Choose;
        invocation.and_then(Invocation::form).is_some_and(is_choice)
            && invocation.and_then(|choose| choose.positional(0)?.as_known()).map(untyped) == Some(setting)
    };
    let next = cx.flow.successors(Node::Command(command.id())).find_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => Some(next),
        _ => None,
    })?;
    let reached =
        cx.flow.reachable_from_along([next], |other, edge| !(writes(other) && edge == Edge::Success));
    let reached: Vec<_> = cx.invocations().filter(|(other, _)| reached.contains(other.id())).collect();
    let may_look = |(other, invocation): &(Command<'_, '_>, &Invocation<'_>)| {
        let others = Actions::EXECUTES.union(Actions::RUNS_COMMANDS).union(Actions::WRITES_ANY_SETTING);
        let uses = other
            .expansions()
            .any(|used| used.inside().as_literal().is_none_or(|name| untyped(name) == setting));
        uses || invocation.form().is_none_or(|form| form.effects.actions.intersects(others))
    };
    let again = reached
        .iter()
        .map(|(other, _)| *other)
        .find(|other| writes(other.id()) && other.id() > command.id())?;
    let is_fallback = |(other, _): &&(Command<'_, '_>, &Invocation<'_>)| other.id() != again.id();
    (cx.flow.is_reachable(command.id()) && !reached.iter().filter(is_fallback).any(may_look)).then_some(again)
}

fn report_overwritten(choice: &Choice<'_, '_>, again: Command<'_, '_>, setting: &[u8]) -> Diagnostic {
    let message = format!("nothing uses the entry chosen here before {} is chosen again", quote(setting));
    let label = "this choice is lost";
    Diagnostic::new(RuleId::IgnoredChoice, choice.word.span(), message, label)
        .and_label(again.span(), "this overwrites the same setting")
        .help("give each menu a setting of its own, or use the first choice before the second menu")
}

/// Whether nothing can use the choice: the script never starts another one after it, and ends whatever the choice is. A
/// menu that only shows text ends either way.
fn is_lost<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>) -> bool {
    let command = choice.command;
    let after = |command, wanted: Edge| {
        let mut next = cx.flow.successors(Node::Command(command));
        next.find(|(edge, _)| *edge == wanted).map(|(_, node)| node)
    };
    let next = after(command.id(), Edge::Success);
    let cancelled = match after(command.id(), Edge::Failure) {
        // The end of `choose … ||`.
        Some(Node::Command(id)) if cx.script.command(id).is_some_and(Command::is_empty) => {
            after(id, Edge::Success)
        }
        other => other,
    };
    if next == cancelled || !cx.flow.is_reachable(command.id()) {
        return false;
    }
    let reached = match next {
        Some(Node::Command(next)) => cx.flow.reachable_from([next]),
        _ => CommandSet::default(),
    };
    // The image that is selected for a boot is rarely a script.
    let passes_on = |other: Command<'a, 's>| {
        let others = Actions::EXECUTES.union(Actions::RUNS_COMMANDS);
        let is_script = |form: &CommandForm| {
            form.effects.actions.intersects(others) && form.effects.returns == Returns::AfterExecution
        };
        cx.form(other).is_none_or(is_script) && !departs(cx, other) && !executes_selected(cx, other)
    };
    let mut later = cx.invocations().map(|(later, _)| later).filter(|later| reached.contains(later.id()));
    let is_last = matches!(next, None | Some(Node::End(_)));
    (is_last || cx.standing().is_first()) && !later.any(passes_on)
}

fn report_lost(cx: &Context<'_, '_>, choice: &Choice<'_, '_>, setting: &[u8]) -> Diagnostic {
    let name = String::from_utf8_lossy(setting);
    let message = format!("nothing depends on the chosen entry in {}", quote(setting));
    let label = "every entry does the same, and the script ends";
    // Otherwise, a script that starts this one may use it.
    let level = if cx.standing().is_first() { Level::Warning } else { Level::Advice };
    Diagnostic::new(RuleId::IgnoredChoice, choice.word.span(), message, label)
        .at_level(level)
        .help(format!("add a line `goto ${{{name}}}`, and a label for each entry"))
}

fn report<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>, setting: &[u8]) -> Diagnostic {
    let name = String::from_utf8_lossy(setting);
    let message = format!("nothing depends on the chosen entry in {}", quote(setting));
    let place = choice.word.span();
    // Only one of the entries can have the effect in its text.
    let level = if cx.flow.is_reachable(choice.command.id()) { Level::Error } else { Level::Warning };
    if let Some(target) = jump_behind(cx, choice) {
        let label = "the `goto` after it uses another setting";
        let used = target.expansions().next().map_or(target.span(), Expansion::span);
        let fix = Fix::unsafe_(format!("did you mean `${{{name}}}`?"), used, format!("${{{name}}}"));
        return Diagnostic::new(RuleId::IgnoredChoice, place, message, label)
            .at_level(level)
            .and_label(used, "this is not the choice")
            .fix(fix);
    }
    let label = "every entry continues with the next line";
    let finding = Diagnostic::new(RuleId::IgnoredChoice, place, message, label).at_level(level);
    let title = format!("add a line `goto ${{{name}}}`");
    match sections_begin(cx, choice) {
        Some(place) => finding.fix(Fix::unsafe_(title, Span::empty(place), format!("goto ${{{name}}}\n"))),
        None => finding.help(title),
    }
}

/// The start of the sections: the first label after the choice, if the commands before it only prepare what all
/// sections need.
fn sections_begin<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>) -> Option<u32> {
    let first = choice.command.line_id();
    let label = cx.script.labels().find(|label| label.line() > first)?;
    let behind = cx.commands_from(choice.command.id().index() + 1).skip_while(|next| next.line_id() == first);
    let mut between = behind.take_while(|next| next.line_id() < label.line());
    let prepares = |command: Command<'a, 's>| {
        command.is_empty() || cx.form(command).is_some_and(|form| form.effects.returns == Returns::Always)
    };
    between.all(prepares).then(|| Some(cx.script.line(label.line())?.full_span().start()))?
}

/// The target of a `goto` by a setting that is never set, on the line of the choice or the next one.
fn jump_behind<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>) -> Option<Word<'a, 's>> {
    let behind = cx.commands_from(choice.command.id().index() + 1).take(LOOKED_AT);
    let near = behind.take_while(|command| command.line_id().index() <= choice.command.line_id().index() + 1);
    let targets = near.filter_map(|command| {
        let jumps = cx.form(command)?.implementation == Implementation::Goto;
        positional_words(command, cx.flow.invocation(command.id())?).next().filter(|_| jumps)
    });
    targets.into_iter().find(|target| {
        let mut names = target.expansions().filter_map(|expansion| expansion.inside().as_literal());
        names.any(|name| !cx.written().names().has(untyped(name)))
    })
}
