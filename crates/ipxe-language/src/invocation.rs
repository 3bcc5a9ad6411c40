//! A command bound to what the catalog says of it.

use ipxe_catalog::{Catalog, CommandForm, KnownCommand};

use crate::operation::{Execute, Operation, decode};
use crate::{
    options::{ArgumentError, ParsedArguments, parse_arguments},
    text::Text,
};

/// A command bound to what the catalog says of it: which command it is, its options and its arguments.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_language::{invocation::Invocation, text::Text};
///
/// let words = ["kernel", "--name", "linux", "http://192.0.2.1/vmlinuz", "quiet"].map(Text::from);
/// let invocation = Invocation::bind(&words, &Catalog::new(Target::default()));
/// let arguments = invocation.arguments().unwrap();
/// assert_eq!(arguments.positionals.len(), 2);
/// assert_eq!(arguments.options[0].spec.long, "name");
/// ```
#[derive(Clone, Debug)]
pub struct Invocation<'w> {
    words: &'w [Text<'w>],
    command: Option<KnownCommand>,
    /// Errors are rare, and larger than the rest.
    parsed: Option<Result<ParsedArguments<'w>, Box<ArgumentError>>>,
}

impl<'w> Invocation<'w> {
    /// Binds the words of a command, its name first.
    #[must_use]
    pub fn bind(words: &'w [Text<'w>], catalog: &Catalog) -> Self {
        let command = words.first().and_then(Text::as_known).and_then(|name| catalog.command(name));
        let parsed = command.map(|command| {
            parse_arguments(catalog, command.form, words.get(1..).unwrap_or_default()).map_err(Box::new)
        });
        Self { words, command, parsed }
    }

    /// Its words, its name first.
    #[must_use]
    pub fn words(&self) -> &'w [Text<'w>] {
        self.words
    }

    /// Its first word.
    #[must_use]
    pub fn name(&self) -> Option<&'w Text<'w>> {
        self.words.first()
    }

    /// Whether it has no words; such a command succeeds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The command of its name; none if the target has none, or if the name is computed.
    #[must_use]
    pub fn command(&self) -> Option<KnownCommand> {
        self.command
    }

    /// What the command is in the target's release.
    #[must_use]
    pub fn form(&self) -> Option<&'static CommandForm> {
        self.command.map(|command| command.form)
    }

    /// Whether it surely names no command of the target's release.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.command.is_none() && self.name().is_some_and(Text::is_known)
    }

    /// Its options and arguments, unless they are surely wrong.
    #[must_use]
    pub fn arguments(&self) -> Option<&ParsedArguments<'w>> {
        self.parsed.as_ref()?.as_ref().ok()
    }

    /// What is surely wrong with its options and arguments.
    #[must_use]
    pub fn argument_error(&self) -> Option<&ArgumentError> {
        self.parsed.as_ref()?.as_ref().err().map(Box::as_ref)
    }

    /// What it does; none if its command is not known, or if its options and arguments are surely wrong. Decoded at each
    /// call; that costs a few comparisons of names for each option given.
    #[must_use]
    pub fn operation(&self) -> Option<Operation<'w>> {
        Some(decode(self.form()?.implementation, self.arguments()?))
    }

    /// The positional argument at this index.
    #[must_use]
    pub fn positional(&self, at: usize) -> Option<&'w Text<'w>> {
        self.arguments()?.positionals.get(at)
    }

    /// Whether it executes an image in place of the script, which then does not go on.
    #[must_use]
    pub fn replaces_script(&self) -> bool {
        matches!(self.operation(), Some(Operation::Execute(Execute { replace: true, .. })))
    }
}
