//! Loops without an exit.

use std::collections::BTreeMap;

use ipxe_catalog::{Actions, CommandForm, Fails, Implementation};
use ipxe_model::graph::{Edge, Loops, Node};
use ipxe_syntax::{Command, CommandId, Expansion};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::{setting_name::untyped, words::name_of};

pub(super) const META: RuleMeta = RuleMeta {
    name: "endless-loop",
    code: "IPX410",
    summary: "a loop never ends, and does nothing that could end it",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of tests that a finding points at.
const SHOWN: usize = 3;

/// The commands of a loop, and the tests that could leave it.
#[derive(Default)]
struct Round<'a, 's> {
    commands: Vec<Command<'a, 's>>,
    exits: Vec<Command<'a, 's>>,
    /// Whether it may end in another way, or waits.
    is_alive: bool,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if cx.invocations_of(Implementation::Goto).next().is_none() {
        return;
    }
    let loops = cx.flow.loops_along(|_, _| true);
    let mut rounds: BTreeMap<u32, Round<'_, '_>> = BTreeMap::new();
    for command in cx.script.commands().filter(|command| cx.flow.is_reachable(command.id())) {
        let Some(number) = loops.of(command.id()) else { continue };
        let round = rounds.entry(number).or_default();
        round.is_alive |= is_alive(cx, command);
        if !round.is_alive {
            round.commands.push(command);
            look_for_exit(cx, &loops, command, round);
        }
    }
    let dead = rounds.into_values().filter(|round| !round.is_alive && !may_turn_out_otherwise(cx, round));
    out.extend(dead.filter_map(|round| report(cx, &round)));
}

/// Whether a command makes a loop wait, asks the user, or has unknown effects.
fn is_alive(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let does = Actions::READS_INPUT
        .union(Actions::USES_MENU)
        .union(Actions::WAITS)
        .union(Actions::EXECUTES)
        .union(Actions::RUNS_COMMANDS)
        .union(Actions::FETCHES)
        .union(Actions::USES_NETWORK)
        .union(Actions::OPENS_INTERFACE)
        .union(Actions::WRITES_ANY_SETTING);
    let is_alive = |form: &CommandForm| {
        form.effects.actions.intersects(does)
            || matches!(form.implementation, Implementation::Shell | Implementation::Inc)
    };
    !command.is_empty() && (cx.form(command).is_none_or(is_alive))
}

/// Records the exits from the loop after a command.
fn look_for_exit<'a, 's>(
    cx: &Context<'a, 's>,
    loops: &Loops,
    command: Command<'a, 's>,
    round: &mut Round<'a, 's>,
) {
    let own = loops.of(command.id());
    let leaves = |(_, node): &(Edge, Node)| match node {
        Node::Command(next) => loops.of(*next) != own,
        _ => true,
    };
    // A command that prints or sets something only fails if its words are invalid.
    let may_fail = cx.form(command).is_some_and(|form| form.effects.fails == Fails::Yes);
    let mut next = cx
        .flow
        .successors(Node::Command(command.id()))
        .filter(|(edge, _)| may_fail || *edge != Edge::Failure);
    if !next.any(|edge| leaves(&edge)) {
        return;
    }
    let is_test =
        |form: &CommandForm| matches!(form.implementation, Implementation::Iseq | Implementation::Isset);
    if cx.form(command).is_some_and(is_test) {
        round.exits.push(command);
    } else {
        round.is_alive = true;
    }
}

/// Whether a test that leaves the loop depends on something that the loop changes, or that changes by itself.
fn may_turn_out_otherwise(cx: &Context<'_, '_>, round: &Round<'_, '_>) -> bool {
    let written: Vec<CommandId> = round.commands.iter().map(|command| command.id()).collect();
    let written = cx.written().writes().iter().filter(|write| written.binary_search(&write.command).is_ok());
    let written: Vec<_> = written.map(|write| &write.name).collect();
    let changes = |expansion: Expansion<'_, '_>| {
        let name = name_of(expansion);
        let plain = untyped(name.known_bytes());
        let by_itself =
            [&b"unixtime"[..], b"errno", b"ip6", b"len6"].iter().any(|changing| plain.ends_with(changing));
        !name.is_known()
            || by_itself
            || written.iter().any(|write| write.as_known().is_none_or(|name| untyped(name) == plain))
    };
    round.exits.iter().any(|exit| exit.expansions().any(changes))
}

fn report<'a, 's>(cx: &Context<'a, 's>, round: &Round<'a, 's>) -> Option<Diagnostic> {
    let jump =
        round.commands.iter().rev().find(|command| {
            cx.form(**command).is_some_and(|form| form.implementation == Implementation::Goto)
        })?;
    let target = cx.flow.invocation(jump.id())?.positional(0)?.as_known();
    let message = match target {
        Some(target) => format!("the loop that begins at {} never ends", quote(&[b":", target].concat())),
        None => "this loop never ends".to_owned(),
    };
    let label = if round.exits.is_empty() {
        "nothing in the loop waits, asks the user or leaves it: the machine hangs here"
    } else {
        "nothing in the loop changes the settings that it tests: the machine hangs here"
    };
    let finding = Diagnostic::new(RuleId::EndlessLoop, jump.span(), message, label);
    let finding = round.exits.iter().take(SHOWN).fold(finding, |finding, exit| {
        finding.and_label(exit.span(), "this has the same result in every iteration")
    });
    Some(finding.help("repeat the command that can change the result, or jump out of the loop"))
}
