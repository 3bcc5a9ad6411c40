//! Commands whose options or arguments are surely wrong.

use ipxe_catalog::KnownCommand;
use ipxe_language::{invocation::Invocation, options::ArgumentError};
use ipxe_syntax::{Command, Segment, Span, Word};

use crate::{
    context::Context,
    facts::{glued, single_dashes::single_dash},
    place::span_of_known,
};

/// A command that iPXE refuses to run for the words it is given.
pub(crate) struct Misuse<'a, 's> {
    pub(crate) command: Command<'a, 's>,
    pub(crate) invocation: &'a Invocation<'a>,
    pub(crate) known: KnownCommand,
    pub(crate) error: &'a ArgumentError,
}

impl<'a, 's> Misuse<'a, 's> {
    /// The command's name.
    pub(crate) fn name(&self) -> &'static str {
        self.known.spec.name
    }

    /// The word at fault; none if there are too few.
    pub(crate) fn word(&self) -> Option<Word<'a, 's>> {
        self.command.arguments().nth(self.error.argument)
    }

    /// The bytes at fault: a part of a word or, where words are missing, the place after the last one.
    pub(crate) fn span(&self) -> Span {
        match self.word() {
            Some(word) => span_of_known(word, self.error.range.clone()),
            None => Span::empty(self.command.span().end()),
        }
    }
}

impl<'a, 's> Context<'a, 's> {
    /// The commands that iPXE refuses to run for the words they are given. Where these words are the
    /// text of a template, or hold an operator that is glued to a word, a `${` that is not closed or a long option with
    /// one dash, that is another matter.
    pub(crate) fn misuses(&self) -> impl Iterator<Item = Misuse<'a, 's>> {
        self.misused().filter_map(|(command, invocation)| {
            let (known, error) = (invocation.command()?, invocation.argument_error()?);
            let is_another_matter = self.is_template(command)
                || command.words().any(has_open_expansion)
                || single_dash(command, invocation).is_some()
                || !glued::in_command(self, command, invocation).is_empty();
            (!is_another_matter).then_some(Misuse { command, invocation, known, error })
        })
    }

    /// What follows from a command's failure, for a label: `` `chain` fails, and the script ends here``.
    pub(crate) fn failure_of(&self, command: Command<'_, '_>, name: &str) -> String {
        if self.flow.failure_is_fatal(command.id()) {
            format!("`{name}` fails, and the script ends here")
        } else {
            format!("`{name}` fails")
        }
    }
}

/// Whether a `${` is not closed in its word, as in `${a b}`, which is two words.
fn has_open_expansion(word: Word<'_, '_>) -> bool {
    word.segments().any(|segment| matches!(segment, Segment::Unterminated(_)))
}
