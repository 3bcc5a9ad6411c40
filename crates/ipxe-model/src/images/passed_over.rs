//! Downloads whose failure a script passes over.

use crate::graph::{Edge, Node};
use ipxe_catalog::Implementation;
use ipxe_syntax::{Command, CommandId};

use crate::images::ImageFacts;

/// How many commands a failure is followed for.
const FOLLOWED: usize = 8;

/// Whether the script, when the download fails, only says so and goes on with the same boot.
pub fn is_passed_over(cx: &ImageFacts<'_, '_>, download: CommandId) -> bool {
    let Some(download) = cx.script.command(download) else { return false };
    let (mut at, mut edge) = (download, Edge::Failure);
    for _ in 0..FOLLOWED {
        let Some(next) = successor(cx, at, edge) else { return false };
        if next.line_id() != download.line_id() {
            let is_same_boot = cx.sections().of(next.span()) == cx.sections().of(download.span());
            return is_same_boot && next.line_id() > download.line_id();
        }
        let implementation = cx.form(next).map(|form| form.implementation);
        if !next.is_empty() && !matches!(implementation, Some(Implementation::Echo | Implementation::Sleep)) {
            return false;
        }
        (at, edge) = (next, Edge::Success);
    }
    false
}

/// The command that control goes to.
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
