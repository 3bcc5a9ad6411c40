//! Images that are loaded on one path to a command, but not on another, on which another image is booted.

use std::ops::Range;

use ipxe_catalog::{Actions, Implementation};
use ipxe_language::text::Certainty;
use ipxe_model::{
    graph::Edge,
    images::{executed::next_on_success, loads::ImageLoad},
};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{Diagnostic, Level, RuleId, context::Context, text::quote};

/// The maximum number of names that are checked: each walk takes time linear in the script's length.
pub(super) const WALKS: usize = 16;

/// The maximum number of other images that are followed to a name.
const OTHERS: usize = 4;

/// A finding if the command ends the script on a path on which its image is not loaded, but another one is.
pub(super) fn look_at<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    word: Word<'a, 's>,
    walks: &mut Range<usize>,
) -> Option<Diagnostic> {
    let name = word.as_literal().filter(|name| memchr::memchr2(b'/', b':', name).is_none())?;
    // An image may be freed although it does not exist.
    let needs = |form: &ipxe_catalog::CommandForm| {
        !matches!(
            form.implementation,
            Implementation::Imgfree | Implementation::Imgstat | Implementation::Imgexec
        )
    };
    let is_fatal = cx.form(command).is_some_and(needs) && cx.flow.failure_is_fatal(command.id());
    let loads = || cx.images().loads().iter().filter(|load| load.command != command.id());
    let own = cx.images().first_selected(name).filter(|own| is_fatal && own.command < command.id())?;
    if cx.analysis().before(command.id())?.has_image(name) != Certainty::Maybe {
        return None;
    }
    walks.next()?;
    let is_plain = |id: CommandId| {
        let words = cx.script.command(id).into_iter().flat_map(Command::arguments);
        words.into_iter().all(|word| word.as_literal().is_some())
    };
    // An image that is loaded on that path shows that the path is meant to get this far.
    let is_other = |load: &&ImageLoad| load.name.is_known() && load.name != own.name && selects(cx, load);
    let other = loads().filter(is_other).take(OTHERS).find(|other| {
        let next = next_on_success(cx, other.command).collect::<Vec<_>>();
        let reached = cx.analysis().reachable_from_along(next, |id, edge| match edge {
            Edge::Success => {
                id == command.id()
                    || cx.images().load_by(id).is_none_or(|load| load.name.equals(&own.name).is_no())
            }
            // The paths of others are unknown.
            Edge::Jump => is_plain(id),
            _ => true,
        });
        reached.contains(command.id())
    })?;
    let quoted = quote(name);
    let message = format!("{quoted} is not always loaded when the script gets here");
    let label = "when it is not, iPXE tries to download it, fails, and the script ends here";
    Some(
        Diagnostic::new(RuleId::UnknownImage, word.span(), message, label)
            .at_level(Level::Warning)
            .and_label(own.place, "loaded here, on one path")
            .and_label(other.place, "on another path, this is loaded instead")
            .help("give both images the same name with `--name`, or handle the failure with `||`"),
    )
}

/// Whether an image is loaded to be booted later.
fn selects(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    cx.form_of(load.command).is_some_and(|form| {
        let actions = form.effects.actions;
        actions.contains(Actions::SELECTS_IMAGE) && !actions.contains(Actions::EXECUTES)
    })
}
