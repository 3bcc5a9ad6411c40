//! Commands whose options or arguments are certainly wrong.

use ipxe_catalog::KnownCommand;
use ipxe_language::{invocation::Invocation, options::ArgumentError};
use ipxe_syntax::{Command, Span, Word};

use crate::commands::{Commands, place::span_of_known};

/// A command that iPXE refuses to run because of its words.
pub struct Misuse<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The command's options and arguments.
    pub invocation: &'a Invocation<'a>,
    /// The catalog's information about the command.
    pub known: KnownCommand,
    /// The mistake.
    pub error: &'a ArgumentError,
}

impl<'a, 's> Misuse<'a, 's> {
    /// The command's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.known.spec.name
    }

    /// The word at fault. None if there are too few words.
    #[must_use]
    pub fn word(&self) -> Option<Word<'a, 's>> {
        self.command.arguments().nth(self.error.argument)
    }

    /// The span at fault: part of a word, or the position after the last word if words are missing.
    #[must_use]
    pub fn span(&self) -> Span {
        match self.word() {
            Some(word) => span_of_known(word, self.error.range.clone()),
            None => Span::empty(self.command.span().end()),
        }
    }
}

impl<'a, 's> Commands<'a, 's> {
    /// The commands that iPXE refuses to run because of their words, without those whose words contain template markup.
    pub fn misuses(&self) -> impl Iterator<Item = Misuse<'a, 's>> {
        self.misused().filter_map(|(command, invocation)| {
            let (known, error) = (invocation.command()?, invocation.argument_error()?);
            Some(Misuse { command, invocation, known, error })
        })
    }

    /// The consequence of a command's failure, as text for a diagnostic's label: `` `chain` fails, and the script ends
    /// here``.
    pub fn failure_of(&self, command: Command<'_, '_>, name: &str) -> String {
        if self.flow.failure_is_fatal(command.id()) {
            format!("`{name}` fails, and the script ends here")
        } else {
            format!("`{name}` fails")
        }
    }
}
