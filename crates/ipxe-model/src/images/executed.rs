//! The images that commands execute, and their kinds by name.

use crate::graph::{CommandSet, Edge, Node};
use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_language::{invocation::Invocation, operation::Operation, text::Text};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{
    commands::positional_words,
    images::{ImageFacts, loads::file_name},
};

/// A command that executes the image in its arguments.
pub struct Executed<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The command's options and arguments.
    pub invocation: &'a Invocation<'a>,
    /// The word that names the image: a name or a URI.
    pub image: Word<'a, 's>,
    /// The content of that word, as far as it is known.
    pub location: Text<'static>,
    /// The last component of the image's URI.
    pub file: Text<'static>,
}

impl<'a, 's> Executed<'a, 's> {
    /// The image that a command executes. None if it does not execute an image from its arguments.
    #[must_use]
    pub fn of(cx: &ImageFacts<'a, 's>, command: Command<'a, 's>) -> Option<Self> {
        let invocation =
            cx.flow.invocation(command.id()).filter(|_| cx.form(command).is_some_and(executes))?;
        let image = positional_words(command, invocation).next()?;
        let location = cx.constants().resolve(image, cx);
        let loaded = cx.images().first_of(&location).map(|load| load.file.clone());
        let file = loaded.unwrap_or_else(|| file_name(&location));
        (invocation.argument_error().is_none()).then_some(Self { command, invocation, image, location, file })
    }

    /// Whether the image, or the script itself, no longer exists after the image returns.
    #[must_use]
    pub fn leaves_nothing(&self) -> bool {
        matches!(self.invocation.operation(), Some(Operation::Execute(how)) if how.autofree || how.replace)
    }
}

/// The commands that execute the image in their arguments, in order.
pub fn executed<'a, 's>(cx: &ImageFacts<'a, 's>) -> impl Iterator<Item = Executed<'a, 's>> {
    cx.invocations_where(&executes).filter_map(|(command, _)| Executed::of(cx, command))
}

fn executes(form: &CommandForm) -> bool {
    matches!(form.implementation, Implementation::Chain | Implementation::Imgexec)
        && form.effects.actions.contains(Actions::EXECUTES)
}

/// Whether one of these commands runs next after this one succeeds.
pub fn leads_to(cx: &ImageFacts<'_, '_>, command: CommandId, goals: &CommandSet) -> bool {
    next_on_success(cx, command).any(|next| goals.contains(next))
}

/// The commands that run next after this one succeeds.
pub fn next_on_success(cx: &ImageFacts<'_, '_>, command: CommandId) -> impl Iterator<Item = CommandId> {
    cx.flow.successors(Node::Command(command)).filter_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => Some(next),
        _ => None,
    })
}

/// Whether a command frees all images.
pub fn frees_all(cx: &ImageFacts<'_, '_>, command: CommandId) -> bool {
    let Some(invocation) = cx.flow.invocation(command) else { return false };
    let frees = invocation.form().is_some_and(|form| form.implementation == Implementation::Imgfree);
    frees && invocation.positional(0).is_none()
}
