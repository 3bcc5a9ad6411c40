//! The same file, downloaded twice for one boot.

use ipxe_catalog::Actions;
use ipxe_model::images::loads::ImageLoad;
use ipxe_syntax::{Command, CommandId};

use crate::{Diagnostic, Fix, RuleId, context::Context, text::quote};

/// The maximum number of commands between the two.
const BETWEEN: usize = 16;

/// Commands that repeat one above them on the same path, each with the finding for it.
pub(super) fn find(cx: &Context<'_, '_>) -> Vec<(Diagnostic, CommandId)> {
    let loads = cx.images().loads();
    let twice = loads.iter().filter(|load| cx.images().is_loaded_twice(load));
    twice.filter_map(|load| Some((look_at(cx, load)?, load.command))).collect()
}

fn look_at(cx: &Context<'_, '_>, load: &ImageLoad) -> Option<Diagnostic> {
    let command = cx.script.command(load.command).filter(|command| is_plain(cx, *command))?;
    let before = (0..load.command.index()).rev().take(BETWEEN);
    let before = before.filter_map(|at| cx.script.command(CommandId::new(u32::try_from(at).ok()?)));
    let straight = before.take_while(|other| {
        let label = cx.label_between(*other, command);
        let frees = |form: &ipxe_catalog::CommandForm| {
            form.effects
                .actions
                .intersects(Actions::FREES_IMAGES.union(Actions::EXECUTES).union(Actions::WRITES_SETTINGS))
        };
        !label.is_some_and(|label| cx.flow.is_target(label)) && !cx.form(*other).is_some_and(frees)
    });
    let first = straight.into_iter().find(|other| says_the_same(*other, command) && is_plain(cx, *other))?;
    let was_loaded = cx.analysis().before(load.command)?.image_named(load.name.as_known()?)?;
    if !was_loaded.by.commands().any(|by| by == first.id()) {
        return None;
    }
    let message = format!("{} is downloaded a second time", quote(cx.script.slice(load.place)));
    let label = "this costs time and memory, and leaves two images of one name";
    let finding = Diagnostic::new(RuleId::DuplicateImageName, load.place, message, label);
    let finding = finding.and_label(first.span(), "it is downloaded here");
    Some(finding.fix(Fix::unsafe_(
        "remove the line, or download the file that was meant",
        command.line().full_span(),
        "",
    )))
}

/// Whether a command is the first one on its line, and downloads an image that is kept.
fn is_plain(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let executes = |form: &ipxe_catalog::CommandForm| form.effects.actions.contains(Actions::EXECUTES);
    command.operator().is_none() && !cx.form(command).is_none_or(executes)
}

/// Whether two commands are the same text, apart from white space.
fn says_the_same(one: Command<'_, '_>, other: Command<'_, '_>) -> bool {
    one.words().len() == other.words().len()
        && one.words().zip(other.words()).all(|(one, other)| one.text() == other.text())
}
