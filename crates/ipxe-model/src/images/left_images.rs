//! Images that one script loads and another one uses.

use crate::graph::Edge;
use ipxe_catalog::{Actions, Implementation};
use ipxe_language::text::Text;
use ipxe_syntax::CommandId;

use crate::{
    commands::files::may_be_script,
    images::{
        ImageFacts,
        command_lines::CommandLine,
        executed::{executed, frees_all, next_on_success},
    },
};

/// The command lines of the Linux kernels that boot with the images from before the script.
pub fn taking<'c, 'a, 's>(cx: &'c ImageFacts<'a, 's>) -> impl Iterator<Item = &'c CommandLine<'a, 's>> {
    let lines = cx.command_lines().linux();
    let unfreed = cx.flow.reachable_along(|id, edge| !lines.is_empty() && keeps(cx, id, edge));
    lines.iter().filter(move |line| unfreed.contains(line.command.id()))
}

/// The URIs of the scripts that this one may start while images are loaded: images that it loaded itself, or scripts
/// that were not freed when they returned. Paths with a question to the user in between do not count.
pub fn given_to(cx: &ImageFacts<'_, '_>) -> Vec<Text<'static>> {
    let started: Vec<_> = executed(cx).filter(|script| may_be_script(&script.file)).collect();
    let kept = started.iter().filter(|script| !script.leaves_nothing());
    let loaded =
        cx.images().loads().iter().filter(|load| !executes(cx, load.command)).map(|load| load.command);
    let sources: Vec<CommandId> = kept.map(|script| script.command.id()).chain(loaded).collect();
    if started.is_empty() || sources.is_empty() {
        return Vec::new();
    }
    let after = sources.iter().flat_map(|source| next_on_success(cx, *source).collect::<Vec<_>>());
    let with_images = cx.flow.reachable_from_along(after, |id, edge| keeps(cx, id, edge));
    let given = started.into_iter().filter(|script| with_images.contains(script.command.id()));
    given.map(|script| script.location).collect()
}

fn executes(cx: &ImageFacts<'_, '_>, command: CommandId) -> bool {
    cx.form_of(command).is_none_or(|form| form.effects.actions.contains(Actions::EXECUTES))
}

/// Whether images stay loaded when control takes this edge.
fn keeps(cx: &ImageFacts<'_, '_>, command: CommandId, edge: Edge) -> bool {
    let is_asked = cx.form_of(command).is_some_and(|form| {
        form.effects.actions.intersects(Actions::READS_INPUT.union(Actions::USES_MENU))
            || form.implementation == Implementation::Shell
    });
    !is_asked && (edge != Edge::Success || !frees_all(cx, command))
}
