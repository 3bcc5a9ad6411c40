//! A path to a command that avoids others.

use foldhash::HashMap;
use ipxe_catalog::{Actions, Implementation};
use ipxe_language::text::Text;
use ipxe_model::graph::{Edge, Node};
use ipxe_syntax::{Command, CommandId, LineId};

use crate::context::Context;

/// The maximum number of jumps of a path that are shown: the last ones.
const SHOWN: usize = 3;
/// An executed image of others may set anything.
const EXECUTES: Actions = Actions::EXECUTES.union(Actions::RUNS_COMMANDS);

/// The last jumps on some path from the script's first line to a command on which none of some other commands succeeds,
/// and no jump has unknown targets. None if there is no such path. Unless it `may_execute`, no image of others is
/// executed on it.
pub(super) fn past<'a, 's>(
    cx: &Context<'a, 's>,
    to: CommandId,
    avoided: impl Iterator<Item = CommandId>,
    may_execute: bool,
) -> Option<Vec<Command<'a, 's>>> {
    let avoided: Vec<_> = avoided.collect();
    let first = cx.script.commands().next().map(Command::id)?;
    let mut came_from: HashMap<CommandId, (Edge, CommandId)> = HashMap::default();
    let mut open = vec![first];
    while let Some(command) = open.pop() {
        if command == to {
            break;
        }
        if !may_execute && cx.form_of(command).is_some_and(|form| form.effects.actions.intersects(EXECUTES)) {
            continue;
        }
        let targets = targets(cx, command);
        for (edge, next) in cx.flow.successors(Node::Command(command)) {
            let Node::Command(next) = next else { continue };
            let is_barred = match edge {
                Edge::Success => avoided.contains(&command),
                Edge::Jump => !targets.contains(&next),
                _ => false,
            };
            let is_new = next != first && !came_from.contains_key(&next) && cx.analysis().is_reachable(next);
            if !is_barred && is_new {
                came_from.insert(next, (edge, command));
                open.push(next);
            }
        }
    }
    if to != first && !came_from.contains_key(&to) {
        return None;
    }
    let mut jumps = Vec::new();
    let mut at = to;
    while let Some((edge, before)) = came_from.get(&at) {
        if *edge == Edge::Jump && jumps.len() < SHOWN {
            jumps.extend(cx.script.command(*before));
        }
        at = *before;
    }
    jumps.reverse();
    Some(jumps)
}

/// The targets of a command's jump, as far as they are known.
fn targets(cx: &Context<'_, '_>, command: CommandId) -> Vec<CommandId> {
    let is_jump = cx.form_of(command).is_some_and(|form| form.implementation == Implementation::Goto);
    let jump = cx.script.command(command).filter(|_| is_jump);
    let Some(word) = jump.and_then(|jump| jump.arguments().next()) else { return Vec::new() };
    let texts = match word.as_literal() {
        Some(name) => vec![Text::from(name)],
        None => cx.analysis().before(command).map(|moment| moment.texts(word.text())).unwrap_or_default(),
    };
    texts.iter().filter_map(|text| first_command(cx, cx.flow.labels().line(text.as_known()?)?)).collect()
}

/// The first command at a label or below it.
fn first_command(cx: &Context<'_, '_>, label: LineId) -> Option<CommandId> {
    let lines = u32::try_from(label.index()).unwrap_or(u32::MAX)..;
    let mut commands =
        lines.map_while(|line| cx.script.line(LineId::new(line))).flat_map(ipxe_syntax::Line::commands);
    commands.next().map(Command::id)
}
