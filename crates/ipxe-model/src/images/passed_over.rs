//! Downloads whose failure a script ignores.

use crate::graph::{Edge, Node};
use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, CommandId};

use crate::images::ImageFacts;

/// The maximum number of commands that are followed after a failure.
const FOLLOWED: usize = 8;

/// Whether the script, if the download fails, at most prints or sleeps, and continues with the same boot.
pub fn is_passed_over(cx: &ImageFacts<'_, '_>, download: CommandId) -> bool {
    is_in_same_section(cx, download, next_in_spite(cx, download))
}

/// As [`is_passed_over`], but the script may also wait for the user.
pub fn is_swallowed(cx: &ImageFacts<'_, '_>, download: CommandId) -> bool {
    use Implementation::{Echo, Prompt, Read, Sleep};
    is_in_same_section(cx, download, next_behind(cx, download, &[Echo, Prompt, Read, Sleep]))
}

fn is_in_same_section(cx: &ImageFacts<'_, '_>, download: CommandId, next: Option<Command<'_, '_>>) -> bool {
    let place = cx.script.command(download).map(Command::span);
    let sections = cx.sections();
    next.zip(place).is_some_and(|(next, place)| sections.of(next.span()) == sections.of(place))
}

/// The command on a later line with which the script continues if the download fails, provided that it only prints or
/// sleeps in between. None otherwise.
pub fn next_in_spite<'a, 's>(cx: &ImageFacts<'a, 's>, download: CommandId) -> Option<Command<'a, 's>> {
    next_behind(cx, download, &[Implementation::Echo, Implementation::Sleep])
}

/// The command on a later line with which the script continues if the download fails, provided that only `idle`
/// commands run in between.
fn next_behind<'a, 's>(
    cx: &ImageFacts<'a, 's>,
    download: CommandId,
    idle: &[Implementation],
) -> Option<Command<'a, 's>> {
    let download = cx.script.command(download)?;
    let (mut at, mut edge) = (download, Edge::Failure);
    for _ in 0..FOLLOWED {
        let next = successor(cx, at, edge)?;
        if next.line_id() != download.line_id() {
            return (next.line_id() > download.line_id()).then_some(next);
        }
        let is_idle = cx.form(next).is_some_and(|form| idle.contains(&form.implementation));
        if !next.is_empty() && !is_idle {
            return None;
        }
        (at, edge) = (next, Edge::Success);
    }
    None
}

/// The next command along this edge.
fn successor<'a, 's>(
    cx: &ImageFacts<'a, 's>,
    command: Command<'a, 's>,
    wanted: Edge,
) -> Option<Command<'a, 's>> {
    let mut next = cx.flow.successors(Node::Command(command.id()));
    next.find_map(|(edge, node)| match node {
        Node::Command(next) if edge == wanted => cx.script.command(next),
        _ => None,
    })
}
