//! Settings that are set on some of the ways to their use, and on others not.

mod way;

use std::collections::HashSet;

use ipxe_catalog::Implementation;
use ipxe_flow::{Knowledge, Sources};
use ipxe_syntax::{Command, CommandId, Expansion, OperatorKind};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, facts::own_settings::OwnSettings, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "maybe-unset-variable",
    code: "IPX310",
    summary: "a URI begins with a setting that is not set on every way there",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Most places of one kind that are pointed at.
const SHOWN: usize = 2;
/// Most settings whose ways are looked for: each search looks at the whole script.
const SEARCHES: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let own = OwnSettings::new(cx);
    if own.is_empty() {
        return;
    }
    let (mut reported, mut searches) = (HashSet::new(), 0);
    for (command, expansion, name) in own.uses(cx) {
        if reported.contains(name) || !begins_uri(cx, command, expansion) {
            continue;
        }
        let Some(known) = cx.analysis().before(command.id()).map(|moment| moment.setting(name)) else { continue };
        if !is_set_on_some_ways(cx, &known) {
            continue;
        }
        searches += 1;
        if searches > SEARCHES {
            return;
        }
        let way = way::past(cx, command.id(), known.set_by.commands());
        if way.is_some() || known.unset_by.commands().next().is_some() {
            reported.insert(name);
            out.push(describe(cx, expansion, name, &known, way));
        }
    }
}

/// Whether the expansion is the beginning of a URI that the command loads from.
fn begins_uri(cx: &Context<'_, '_>, command: Command<'_, '_>, expansion: Expansion<'_, '_>) -> bool {
    let Some(invocation) = cx.flow.invocation(command.id()) else { return false };
    let (Some(form), Some(arguments)) = (invocation.form(), invocation.arguments()) else { return false };
    let mut words = command.arguments().skip(arguments.first_positional).zip(0..);
    words.any(|(word, at)| {
        let is_uri = form.argument(at).is_some_and(|argument| argument.role.is_uri());
        is_uri && word.span().start() == expansion.span().start()
    })
}

/// Whether the script itself surely sets it on one way, and nothing does on another.
fn is_set_on_some_ways(cx: &Context<'_, '_>, known: &Knowledge) -> bool {
    let own = |sources: &Sources| !sources.has_others() && !sources.has_more();
    let clears = |id: CommandId| cx.form_of(id).is_some_and(|form| form.implementation == Implementation::Clear);
    let is_plain = |command: CommandId| {
        let command = cx.script.command(command);
        let operator = command.and_then(Command::operator).map(|operator| operator.kind);
        // What hangs on a test is one of several cases, of which the script means to have named all.
        !matches!(operator, Some(OperatorKind::And | OperatorKind::Or))
    };
    let mut setting = known.set_by.commands().peekable();
    setting.peek().is_some()
        && setting.all(is_plain)
        && own(&known.set_by)
        && own(&known.unset_by)
        && (known.unset_by.has_start() || known.unset_by.commands().next().is_some())
        && known.unset_by.commands().all(clears)
}

fn describe(
    cx: &Context<'_, '_>,
    expansion: Expansion<'_, '_>,
    name: &[u8],
    known: &Knowledge,
    way: Option<Command<'_, '_>>,
) -> Diagnostic {
    let message = format!("{} is not set on every way to this command", quote(name));
    let label = "where it is not set, the URI begins with what follows";
    let mut finding = Diagnostic::new(RuleId::MaybeUnsetVariable, expansion.span(), message, label);
    let spans = |sources: &Sources| -> Vec<_> {
        let commands = sources.commands().filter_map(|id| cx.script.command(id));
        commands.map(Command::span).take(SHOWN).collect()
    };
    for span in spans(&known.set_by) {
        finding = finding.and_label(span, "set here");
    }
    for span in spans(&known.unset_by) {
        finding = finding.and_label(span, "not set any more from here on");
    }
    if let Some(jump) = way {
        finding = finding.and_label(jump.span(), "comes here without setting it");
    }
    finding.help("set it where all ways begin, or give it a value with `isset ${NAME} || set NAME VALUE`")
}
