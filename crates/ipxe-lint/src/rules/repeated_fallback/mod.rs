//! Fallbacks after a failure that repeat the failed command.

use ipxe_catalog::{Actions, CommandForm, Implementation, Returns};
use ipxe_model::{
    commands::{failures::is_retry_name, positional_words},
    graph::{Edge, Node},
};
use ipxe_syntax::{Command, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "repeated-fallback",
    code: "IPX442",
    summary: "the fallback for a failed command is the same command",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands that are skipped between the failed command and the fallback.
const PASSED: usize = 4;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut last = None;
    for (failed, _) in cx.invocations_where(&tries_something) {
        let is_repeated = last.take() == Some(failed.id());
        let Some(next) = fallback(cx, failed) else { continue };
        last = Some(next.id());
        // Three attempts are an intentional retry.
        let is_counted = is_repeated || fallback(cx, next).is_some();
        if !is_counted && cx.flow.is_reachable(failed.id()) {
            out.push(report(failed, next));
        }
    }
}

/// Whether such commands download from a given place. Another DHCP request is different.
fn tries_something(form: &CommandForm) -> bool {
    let gets = Actions::FETCHES.union(Actions::ATTACHES_SAN).union(Actions::EXECUTES);
    form.effects.actions.intersects(gets) && form.implementation != Implementation::Autoboot
}

/// The command that runs after a failure, if it does the same as the failed one.
fn fallback<'a, 's>(cx: &Context<'a, 's>, failed: Command<'a, 's>) -> Option<Command<'a, 's>> {
    let (mut at, mut edge) = (failed, Edge::Failure);
    for _ in 0..PASSED {
        let mut next = cx.flow.successors(Node::Command(at.id()));
        let next = next.find_map(|(taken, node)| match node {
            Node::Command(next) if taken == edge => cx.script.command(next),
            _ => None,
        });
        let next = next.filter(|next| next.id() > at.id())?;
        let between = cx.label_between(at, next).filter(|_| next.line_id() != at.line_id());
        if between.is_some_and(|label| is_retry_name(label.name())) {
            return None;
        }
        edge = match cx.form(next).map(|form| form.implementation) {
            _ if next.is_empty() => Edge::Success,
            Some(Implementation::Goto) => Edge::Jump,
            Some(Implementation::Echo) if !is_retry_name(cx.script.slice(next.span())) => Edge::Success,
            _ => {
                return Some(next)
                    .filter(|next| !runs_anyway(cx, failed, *next) && is_same(cx, failed, *next));
            }
        };
        if edge == Edge::Jump && !cx.flow.invocation(next.id())?.positional(0)?.is_known() {
            return None;
        }
        at = next;
    }
    None
}

/// Whether a command runs in any case: then the same is done twice. An executed image was not meant to return.
fn runs_anyway(cx: &Context<'_, '_>, failed: Command<'_, '_>, next: Command<'_, '_>) -> bool {
    let comes_back = cx.form(failed).is_some_and(|form| form.effects.returns == Returns::Always);
    let mut after = cx.flow.successors(Node::Command(failed.id()));
    comes_back && after.any(|(edge, node)| edge == Edge::Success && node == Node::Command(next.id()))
}

/// Whether two commands do the same with the same place.
fn is_same<'a, 's>(cx: &Context<'a, 's>, one: Command<'a, 's>, other: Command<'a, 's>) -> bool {
    let implementation = |command| cx.form(command).map(|form| form.implementation);
    let place =
        |command: Command<'a, 's>| positional_words(command, cx.flow.invocation(command.id())?).next();
    let (Some(first), Some(second)) = (place(one), place(other)) else { return false };
    let texts = |command: Command<'a, 's>, place: Word<'a, 's>| {
        let others = command.arguments().filter(move |word| word.span() != place.span());
        others.map(Word::text).collect::<Vec<_>>()
    };
    let is_same_place = || {
        let known = |word| cx.constants().resolve(word, cx).as_known().map(<[u8]>::to_vec);
        first.text() == second.text() || known(first).is_some_and(|place| Some(place) == known(second))
    };
    implementation(one) == implementation(other)
        && texts(one, first) == texts(other, second)
        && is_same_place()
}

fn report(failed: Command<'_, '_>, next: Command<'_, '_>) -> Diagnostic {
    let name = failed.name().map(|name| quote(name.text())).unwrap_or_default();
    let message = format!("the fallback for {name} is the same command");
    let label = "this repeats what just failed, so it is no fallback";
    Diagnostic::new(RuleId::RepeatedFallback, next.span(), message, label)
        .and_label(failed.span(), "when this fails")
        .help("use another server or file here; to retry, wait and count in a loop: `sleep 5`")
}
