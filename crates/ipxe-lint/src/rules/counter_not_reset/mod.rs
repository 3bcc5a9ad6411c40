//! Counters that are past their limit when the loop is entered again.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::Implementation;
use ipxe_language::{integer::parse_integer, text::Text};
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::comparison::Comparison;

pub(super) const META: RuleMeta = RuleMeta {
    name: "counter-not-reset",
    code: "IPX414",
    summary: "a counting loop can be entered again with the counter past its limit",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of tests of counters that are checked: each walk through the script takes time linear in its
/// length.
const WALKS: usize = 32;

/// The places where a setting is counted, and where it is set to another value.
#[derive(Default)]
struct Counter {
    counted: Vec<CommandId>,
    set: Vec<CommandId>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let counters = counters(cx);
    if counters.is_empty() {
        return;
    }
    let tests = cx.invocations_of(Implementation::Iseq).filter_map(|(test, _)| {
        let comparison =
            Comparison::of(cx, test).filter(|comparison| parse_integer(comparison.text).is_ok())?;
        let (name, counter) = counters.get_key_value(untyped(comparison.expansion.inside().as_literal()?))?;
        cx.flow.is_reachable(test.id()).then_some((test, *name, counter))
    });
    let mut told: HashSet<&[u8]> = HashSet::default();
    for (test, name, counter) in tests.take(WALKS) {
        if !is_limit(cx, test) {
            continue;
        }
        let Some(again) = counted_on(cx, test, counter) else { continue };
        if told.insert(name) {
            out.extend(report(cx, test, again, name));
        }
    }
}

/// The settings that `inc` counts, and that only the script sets.
fn counters<'a>(cx: &Context<'a, '_>) -> HashMap<&'a [u8], Counter> {
    let mut counters: HashMap<&[u8], Counter> = HashMap::default();
    for (command, invocation) in cx.invocations_of(Implementation::Inc) {
        if let Some(name) = invocation.positional(0).and_then(Text::as_known) {
            counters.entry(untyped(name)).or_default().counted.push(command.id());
        }
    }
    if counters.is_empty() || cx.written().names().is_open() {
        return HashMap::default();
    }
    for write in cx.written().writes().iter().filter(|write| write.implementation != Implementation::Inc) {
        if let Some(counter) = write.name.as_known().and_then(|name| counters.get_mut(untyped(name))) {
            counter.set.push(write.command);
        }
    }
    // A source of a counter's first value may set it again.
    counters.retain(|name, counter| {
        !counter.set.is_empty() || !cx.known().may_have_value(name) && !cx.options.surroundings.sets(name)
    });
    counters
}

/// Whether a true test leaves the loop around it: other tests only check for a particular iteration.
fn is_limit(cx: &Context<'_, '_>, test: Command<'_, '_>) -> bool {
    let next = |from| {
        cx.flow.successors(Node::Command(from)).filter_map(|(edge, node)| match node {
            Node::Command(to) => Some((edge, to)),
            _ => None,
        })
    };
    let behind = |wanted| next(test.id()).filter(move |(edge, _)| *edge == wanted).map(|(_, to)| to);
    // A computed jump has many targets, and belongs to a menu rather than to a loop.
    let is_computed = |from| {
        let jump = cx.flow.invocation(from).filter(|_| cx.flow.may_jump(from));
        jump.is_some_and(|jump| jump.positional(0).and_then(Text::as_known).is_none())
    };
    // The beginning of the innermost loop around the test in the source, and the jump back to it.
    let goes_back = |from: CommandId| {
        let heads = (!is_computed(from)).then(|| next(from)).into_iter().flatten().map(|(_, head)| head);
        heads.filter(move |head| from >= test.id() && *head <= test.id())
    };
    let on = cx.flow.reachable_from(behind(Edge::Failure));
    let around = || cx.commands_from(test.id().index()).map(Command::id).filter(|id| on.contains(*id));
    let Some(head) = around().flat_map(goes_back).max() else { return false };
    let in_round =
        |wanted| cx.flow.reachable_from_along(behind(wanted), |id, _| id != head && id != test.id());
    let (on, out) = (in_round(Edge::Failure), in_round(Edge::Success));
    let mut backs = around().filter(|from| goes_back(*from).any(|to| to == head));
    // A path to the test that avoids the beginning of the loop has not left it.
    let stays = out.contains(test.id()) && head != test.id();
    !stays && backs.all(|from| !(on.contains(from) && out.contains(from)))
}

/// The place where it is counted on, if that is reachable after the test has found it at its limit, without a new value
/// in between. The effects of executed scripts and of a user at a shell are unknown.
fn counted_on(cx: &Context<'_, '_>, test: Command<'_, '_>, counter: &Counter) -> Option<CommandId> {
    let behind = cx.flow.successors(Node::Command(test.id())).filter(|(edge, _)| *edge == Edge::Success);
    let behind: Vec<_> = behind
        .filter_map(|(_, node)| match node {
            Node::Command(next) => Some(next),
            _ => None,
        })
        .collect();
    let goes_round = cx.flow.reachable_from([test.id()]).contains(*counter.counted.first()?);
    let reached = cx.flow.reachable_from_along(behind, |id, edge| {
        let is_test_again = id == test.id() && edge == Edge::Success;
        !counter.set.contains(&id) && !is_test_again
    });
    counter.counted.iter().copied().find(|id| goes_round && reached.contains(*id))
}

fn report<'a, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    again: CommandId,
    name: &[u8],
) -> Option<Diagnostic> {
    let count = cx.script.command(again)?;
    let message = format!("{} is past its limit when this loop is entered again", quote(name));
    let label = "the counter was equal once, and never will be again";
    let finding = Diagnostic::new(RuleId::CounterNotReset, test.span(), message, label);
    let name = crate::printable(&String::from_utf8_lossy(name));
    Some(
        finding
            .and_label(count.span(), "the loop is entered again here, and keeps counting")
            .help(format!("reset it where the loop begins: `set {name}:int32 0`")),
    )
}
