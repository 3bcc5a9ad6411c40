//! Commands after which a script does not continue if they succeed: they boot a kernel, which does not return.

use crate::analysis::Analysis;
use crate::graph::{CommandSet, Edge, Node};
use ipxe_catalog::{
    CommandForm,
    Implementation::{Imgload, Imgselect, Kernel},
    Returns,
    world::{FileKind, FileReturns},
};
use ipxe_syntax::{Command, CommandId};

use crate::{
    commands::{comparison::sole_expansion, linux::surely_stays, positional_words},
    images::{ImageFacts, loads::ImageLoad},
};

/// The commands whose success does not return to the script, and an analysis with this assumption.
pub struct Departures<'a, 's> {
    /// The commands; may be empty.
    pub commands: CommandSet,
    /// The states before each command. It also applies to a graph without the success edges of these commands.
    pub analysis: Analysis<'a, 's>,
}

/// The commands whose success does not return to the script. None if the script downloads no kernel, or does not
/// continue after any command that executes an image. Only kernels and the like are assumed not to return: scripts,
/// menus and unknown images may.
///
/// The control-flow graph does not include this; see
/// [`Flow::without_success_of`](crate::graph::Flow::without_success_of) for one that does.
pub fn departures<'a, 's>(cx: &ImageFacts<'a, 's>) -> Option<Departures<'a, 's>> {
    let goes_on = |(edge, node): (Edge, Node)| edge == Edge::Success && matches!(node, Node::Command(_));
    let may_go_on =
        |id: CommandId| cx.flow.is_reachable(id) && cx.flow.successors(Node::Command(id)).any(goes_on);
    if !cx.invocations_where(&executes).any(|(command, _)| may_go_on(command.id())) {
        return None;
    }
    // Last, because it reads the words of each command that downloads something.
    let kernels: CommandSet = kernels(cx).collect();
    if kernels == CommandSet::default() {
        return None;
    }
    let analysis = cx.analysis_with_kernels(kernels);
    let stays = |command: &CommandId| analysis.before(*command).is_some_and(|moment| !moment.may_succeed());
    let commands = cx.invocations_where(&executes).map(|(command, _)| command.id()).filter(stays).collect();
    Some(Departures { commands, analysis })
}

/// Whether a command does not return after success, in a graph that includes this.
pub fn departs(cx: &ImageFacts<'_, '_>, command: Command<'_, '_>) -> bool {
    cx.flow.is_reachable(command.id())
        && cx.form(command).is_some_and(executes)
        && cx.flow.invocation(command.id()).is_some_and(|invocation| !invocation.replaces_script())
        && !cx.flow.successors(Node::Command(command.id())).any(|(edge, _)| edge == Edge::Success)
}

fn executes(form: &CommandForm) -> bool {
    form.effects.returns == Returns::AfterExecution
}

/// The commands that download a kernel.
fn kernels(cx: &ImageFacts<'_, '_>) -> impl Iterator<Item = CommandId> {
    let loads = cx.images().loads().iter();
    loads.filter(|load| loads_kernel(cx, load)).map(|load| load.command)
}

fn loads_kernel(cx: &ImageFacts<'_, '_>, load: &ImageLoad) -> bool {
    let command_line = || {
        let command = cx.script.command(load.command)?;
        let words = positional_words(command, cx.flow.invocation(load.command)?);
        Some(cx.constants().join(words.skip(1), cx))
    };
    let form = cx.form_of(load.command);
    let is_selected = form.is_some_and(|form| matches!(form.implementation, Kernel | Imgselect | Imgload));
    if !load.file.is_known() && is_selected && is_called_after_kernel(cx, load) {
        return true;
    }
    surely_stays(&load.file, &command_line().unwrap_or_default(), is_selected)
}

/// Whether the name of the image comes from a setting whose own name contains that of a program that does not return:
/// `kernel ${wimboot-path}`.
fn is_called_after_kernel(cx: &ImageFacts<'_, '_>, load: &ImageLoad) -> bool {
    let Some((command, invocation)) = cx.script.command(load.command).zip(cx.flow.invocation(load.command))
    else {
        return false;
    };
    let Some(word) = positional_words(command, invocation).next() else { return false };
    let name = sole_expansion(word).and_then(|only| only.inside().as_literal()).unwrap_or_default();
    let stays = |part: &[u8]| {
        FileKind::of(part).is_some_and(|kind| kind.certain && kind.returns == FileReturns::Never)
    };
    name.split(|byte| matches!(byte, b'-' | b'_' | b'.')).any(stays)
}
