//! Which images commands execute, and what these are, as their names say.

use ipxe_catalog::{Actions, CommandForm, Implementation};
use ipxe_flow::{CommandSet, Edge, Node};
use ipxe_language::{invocation::Invocation, operation::Operation, text::Text};
use ipxe_syntax::{Command, CommandId, Word};

use crate::{
    context::{Context, positional_words},
    facts::images::file_name,
};

/// A command that executes the image that it is given.
pub(crate) struct Executed<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    pub(crate) invocation: &'a Invocation<'a>,
    /// The word that says which image: a name or a URI.
    pub(crate) image: Word<'a, 's>,
    /// What that word says, as far as it is known.
    pub(crate) location: Text<'static>,
    /// The last component of the URI that the image is from.
    pub(crate) file: Text<'static>,
}

impl<'a, 's> Executed<'a, 's> {
    fn of(cx: &Context<'a, 's>, command: Command<'a, 's>) -> Option<Self> {
        let invocation = cx.flow.invocation(command.id())?;
        let image = positional_words(command, invocation).next()?;
        let location = cx.constants().resolve(image, cx);
        let loaded = cx.images().first_of(&location).map(|load| load.file.clone());
        let file = loaded.unwrap_or_else(|| file_name(&location));
        (invocation.argument_error().is_none() && !cx.is_template(command)).then_some(Self {
            command,
            invocation,
            image,
            location,
            file,
        })
    }

    /// Whether the image is not there any more when it comes back, or the script is not.
    pub(crate) fn leaves_nothing(&self) -> bool {
        matches!(self.invocation.operation(), Some(Operation::Execute(how)) if how.autofree || how.replace)
    }
}

/// The commands that execute the image that they are given, in order.
pub(crate) fn executed<'a, 's>(cx: &Context<'a, 's>) -> impl Iterator<Item = Executed<'a, 's>> {
    let executes = |form: &CommandForm| {
        matches!(form.implementation, Implementation::Chain | Implementation::Imgexec)
            && form.effects.actions.contains(Actions::EXECUTES)
    };
    cx.invocations_where(&executes).filter_map(|(command, _)| Executed::of(cx, command))
}

/// Whether one of some commands runs next when this one succeeded.
pub(crate) fn leads_to(cx: &Context<'_, '_>, command: CommandId, goals: &CommandSet) -> bool {
    next_on_success(cx, command).any(|next| goals.contains(next))
}

/// The commands that run next when this one succeeded.
pub(crate) fn next_on_success(cx: &Context<'_, '_>, command: CommandId) -> impl Iterator<Item = CommandId> {
    cx.flow.successors(Node::Command(command)).filter_map(|(edge, node)| match node {
        Node::Command(next) if edge == Edge::Success => Some(next),
        _ => None,
    })
}

/// Whether a command drops all images.
pub(crate) fn frees_all(cx: &Context<'_, '_>, command: CommandId) -> bool {
    let Some(invocation) = cx.flow.invocation(command) else { return false };
    let frees = invocation.form().is_some_and(|form| form.implementation == Implementation::Imgfree);
    frees && invocation.positional(0).is_none()
}
