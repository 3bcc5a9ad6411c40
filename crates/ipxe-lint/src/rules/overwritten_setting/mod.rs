//! Values that are overwritten before anything uses them.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, Catalog, CommandForm, Implementation, Role};
use ipxe_language::{
    setting_name::{SettingName, parse_tag, untyped},
    text::Text,
};
use ipxe_model::{
    commands::positional_words,
    graph::{Edge, Node},
};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "overwritten-setting",
    code: "IPX341",
    summary: "a setting is overwritten before anything uses its value",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum total number of commands that are checked: each search may take time linear in the script's length.
const LOOKED_AT: usize = 1 << 18;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if cx.written().names().is_open() {
        return;
    }
    let mut sets: HashMap<&[u8], Vec<Command<'_, '_>>> = HashMap::default();
    let gives = |form: &CommandForm| is_answer(form) || form.implementation == Implementation::Set;
    for (command, invocation) in cx.invocations_where(&gives) {
        let name = invocation.positional(0).and_then(Text::as_known);
        if let Some(name) = name.filter(|name| is_own(cx, name)) {
            sets.entry(untyped(name)).or_default().push(command);
        }
    }
    sets.retain(|_, commands| commands.len() > 1);
    if sets.is_empty() {
        return;
    }
    let used = cx.used();
    let mut found = Vec::new();
    let mut left = LOOKED_AT;
    for (name, commands) in sets.iter().filter(|(name, _)| used.has(name)) {
        let has_value = |command: &&Command<'_, '_>| {
            cx.form(**command).is_some_and(is_answer) || command.arguments().nth(1).is_some()
        };
        for command in commands.iter().filter(has_value) {
            found.extend(overwriting(cx, *command, name, &mut left).map(|by| (*command, *name, by)));
        }
    }
    found.sort_unstable_by_key(|(command, ..)| command.id());
    out.extend(found.into_iter().map(|(command, name, by)| report(cx, command, name, by)));
}

/// Whether a command asks the user for a value.
fn is_answer(form: &CommandForm) -> bool {
    matches!(form.implementation, Implementation::Choose | Implementation::Read)
}

/// Whether a setting has no meaning to iPXE, and nothing else uses it while the script runs.
fn is_own(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let SettingName { scope, name: own, .. } = SettingName::parse(name);
    scope.is_empty()
        && !own.is_empty()
        && Catalog::setting_in_any_release(own).is_none()
        && parse_tag(own).is_none()
        && !cx.known().is_provided(name)
}

/// The first command that overwrites the setting, if that happens on every path before anything can use it.
fn overwriting(
    cx: &Context<'_, '_>,
    set: Command<'_, '_>,
    name: &[u8],
    left: &mut usize,
) -> Option<CommandId> {
    if !cx.analysis().is_complete() || !cx.analysis().is_reachable(set.id()) {
        return None;
    }
    let next = |from, wanted: &dyn Fn(Edge) -> bool| {
        let edges = cx.flow.successors(Node::Command(from));
        edges.filter(|(edge, _)| wanted(*edge)).map(|(_, node)| node).collect::<Vec<_>>()
    };
    let is_answer = cx.form(set).is_some_and(is_answer);
    let mut open = next(set.id(), &|edge| edge != Edge::Failure);
    let (mut seen, mut by) = (HashSet::default(), None);
    while let Some(node) = open.pop() {
        *left = left.checked_sub(1)?;
        // When the script ends, other scripts continue with its settings.
        let Node::Command(id) = node else { return None };
        if !cx.analysis().is_reachable(id) || !seen.insert(id) {
            continue;
        }
        let command = cx.script.command(id)?;
        if command.is_empty() {
            open.extend(next(id, &|_| true));
            continue;
        }
        if may_read(cx, command, name) {
            return None;
        }
        match writes(cx, command, name) {
            // The script may ask the user for the same value again.
            _ if is_answer && id == set.id() => return None,
            Some(Implementation::Set) => by = by.or(Some(id)),
            Some(Implementation::Choose | Implementation::Read) => {
                open.extend(next(id, &|edge| edge == Edge::Failure));
            }
            Some(_) => return None,
            None => open.extend(next(id, &|_| true)),
        }
    }
    // The same value again changes nothing.
    let says_the_same =
        |by: Command<'_, '_>| by.arguments().map(Word::text).eq(set.arguments().map(Word::text));
    by.filter(|by| *by != set.id() && !cx.script.command(*by).is_some_and(says_the_same))
}

/// How a command writes the setting, if it does.
fn writes(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> Option<Implementation> {
    let own =
        cx.written().by(command.id()).iter().find(|write| write.name.as_known().map(untyped) == Some(name));
    own.map(|write| write.implementation)
}

/// Whether a command uses the setting, or starts something that may.
fn may_read(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return true };
    let Some(form) = invocation.form() else { return true };
    let others = Actions::EXECUTES.union(Actions::RUNS_COMMANDS);
    let is_form = matches!(form.implementation, Implementation::Present | Implementation::Exit);
    let reads = |role: Role| matches!(role, Role::SettingRead | Role::SettingUpdated);
    let mut named = positional_words(command, invocation).enumerate();
    is_form
        || form.effects.actions.intersects(others)
        || named.any(|(at, word)| {
            form.argument(at).is_some_and(|argument| reads(argument.role))
                && word.as_literal().map(untyped) == Some(name)
        })
        || command
            .words()
            .flat_map(Word::expansions)
            .any(|expansion| expansion.inside().as_literal().is_none_or(|inside| untyped(inside) == name))
}

fn report(cx: &Context<'_, '_>, set: Command<'_, '_>, name: &[u8], by: CommandId) -> Diagnostic {
    let is_answer = cx.form(set).is_some_and(is_answer);
    let (message, label) = if is_answer {
        let message = format!("the answer in {} is overwritten before anything uses it", quote(name));
        (message, "whatever the user enters here has no effect")
    } else {
        let message = format!("{} is overwritten before anything uses this value", quote(name));
        (message, "nothing after this uses this value")
    };
    let finding = Diagnostic::new(RuleId::OverwrittenSetting, set.span(), message, label);
    let other = cx.script.command(by).map(Command::span).unwrap_or_default();
    let is_above = by < set.id();
    let finding = finding.and_label(
        other,
        if is_above { "it is set again here, before any use" } else { "it is set again here" },
    );
    finding.help(match (is_above, is_answer) {
        (true, _) => "set the first value before the label that the script jumps back to",
        (false, true) => "remove the `set`, or move it above the question as a default",
        (false, false) => {
            "remove one of them; to keep both, jump over the second one, or decide on one line: `… && set NAME a || set NAME b`"
        }
    })
}
