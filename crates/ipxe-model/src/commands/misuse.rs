//! Commands whose options or arguments are surely wrong.

use ipxe_catalog::KnownCommand;
use ipxe_language::{invocation::Invocation, options::ArgumentError};
use ipxe_syntax::{Command, Span, Word};

use crate::commands::{Commands, place::span_of_known};

/// A command that iPXE refuses to run for the words it is given.
pub struct Misuse<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// What the command means.
    pub invocation: &'a Invocation<'a>,
    /// What the catalog says of the command.
    pub known: KnownCommand,
    /// What is wrong.
    pub error: &'a ArgumentError,
}

impl<'a, 's> Misuse<'a, 's> {
    /// The command's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.known.spec.name
    }

    /// The word at fault; none if there are too few.
    #[must_use]
    pub fn word(&self) -> Option<Word<'a, 's>> {
        self.command.arguments().nth(self.error.argument)
    }

    /// The bytes at fault: a part of a word or, where words are missing, the place after the last one.
    #[must_use]
    pub fn span(&self) -> Span {
        match self.word() {
            Some(word) => span_of_known(word, self.error.range.clone()),
            None => Span::empty(self.command.span().end()),
        }
    }
}

impl<'a, 's> Commands<'a, 's> {
    /// The commands that iPXE refuses to run for the words they are given, but for those whose words a template has yet to
    /// fill in.
    pub fn misuses(&self) -> impl Iterator<Item = Misuse<'a, 's>> {
        self.misused().filter_map(|(command, invocation)| {
            let (known, error) = (invocation.command()?, invocation.argument_error()?);
            Some(Misuse { command, invocation, known, error })
        })
    }

    /// What follows from a command's failure, for a label: `` `chain` fails, and the script ends here``.
    pub fn failure_of(&self, command: Command<'_, '_>, name: &str) -> String {
        if self.flow.failure_is_fatal(command.id()) {
            format!("`{name}` fails, and the script ends here")
        } else {
            format!("`{name}` fails")
        }
    }
}
