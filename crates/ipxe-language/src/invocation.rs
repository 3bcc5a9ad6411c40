//! A command with the catalog's information about it.

use ipxe_catalog::{Catalog, CommandForm, KnownCommand};

use crate::operation::{Execute, Operation, decode};
use crate::{
    options::{ArgumentError, ParsedArguments, parse_despite_errors},
    text::Text,
};

/// A command bound to the catalog: the command, its options and its arguments.
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
    /// Mistakes are rare, and larger than the rest.
    parsed: Option<Result<ParsedArguments<'w>, Box<Mistake<'w>>>>,
}

/// A command that iPXE rejects.
#[derive(Clone, Debug)]
struct Mistake<'w> {
    /// The error in its options and arguments. None if its name is wrong.
    error: Option<ArgumentError>,
    /// The intended command.
    form: &'static CommandForm,
    /// Its options and arguments without the invalid ones.
    arguments: ParsedArguments<'w>,
}

impl<'w> Invocation<'w> {
    /// Binds the words of a command, beginning with its name.
    #[must_use]
    pub fn bind(words: &'w [Text<'w>], catalog: &Catalog) -> Self {
        let command = words.first().and_then(Text::as_known).and_then(|name| catalog.command(name));
        let parsed = command.map(|command| parse(words, command.form, catalog));
        Self { words, command, parsed }
    }

    /// Like [`bind`](Self::bind), but [`meant`](Self::meant) treats an unknown name as the most similar known one. If
    /// there is no command with that name, this searches all names.
    ///
    /// ```
    /// use ipxe_catalog::{Catalog, Implementation, Target};
    /// use ipxe_language::{invocation::Invocation, text::Text};
    ///
    /// let words = ["kernle", "http://192.0.2.1/vmlinuz"].map(Text::from);
    /// let invocation = Invocation::bind_as_meant(&words, &Catalog::new(Target::default()));
    /// assert!(invocation.is_unknown() && invocation.form().is_none());
    /// let (form, arguments) = invocation.meant().unwrap();
    /// assert_eq!((form.implementation, arguments.positionals.len()), (Implementation::Imgselect, 1));
    /// ```
    #[must_use]
    pub fn bind_as_meant(words: &'w [Text<'w>], catalog: &Catalog) -> Self {
        let bound = Self::bind(words, catalog);
        let near = || catalog.command(catalog.suggest_command(words.first()?.as_known()?)?.as_bytes());
        let Some(meant) = Some(()).filter(|()| bound.is_unknown()).and_then(|()| near()) else {
            return bound;
        };
        let (arguments, _) = parse_despite_errors(catalog, meant.form, words.get(1..).unwrap_or_default());
        let mistake = Mistake { error: None, form: meant.form, arguments };
        Self { parsed: Some(Err(Box::new(mistake))), ..bound }
    }

    /// Its words, beginning with its name.
    #[must_use]
    pub fn words(&self) -> &'w [Text<'w>] {
        self.words
    }

    /// Its first word. None if it has no words.
    #[must_use]
    pub fn name(&self) -> Option<&'w Text<'w>> {
        self.words.first()
    }

    /// Whether it has no words; such a command succeeds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The command with its name. None if the target does not have it, or if the name is computed.
    #[must_use]
    pub fn command(&self) -> Option<KnownCommand> {
        self.command
    }

    /// The form of the command in the target's release. None if the command is unknown.
    #[must_use]
    pub fn form(&self) -> Option<&'static CommandForm> {
        self.command.map(|command| command.form)
    }

    /// Whether the target's release certainly has no command with its name.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.command.is_none() && self.name().is_some_and(Text::is_known)
    }

    /// Its options and arguments. None if they are certainly wrong.
    #[must_use]
    pub fn arguments(&self) -> Option<&ParsedArguments<'w>> {
        self.parsed.as_ref()?.as_ref().ok()
    }

    /// The error in its options and arguments, if they are certainly wrong.
    #[must_use]
    pub fn argument_error(&self) -> Option<&ArgumentError> {
        self.parsed.as_ref()?.as_ref().err()?.error.as_ref()
    }

    /// Whether iPXE certainly rejects it: there is no such command, or its options and arguments are wrong.
    #[must_use]
    pub fn is_mistaken(&self) -> bool {
        self.is_unknown() || matches!(self.parsed, Some(Err(_)))
    }

    /// The probable intention, ignoring errors: the same as [`form`](Self::form) and [`arguments`](Self::arguments) if
    /// there are none. Arguments may be missing.
    #[must_use]
    pub fn meant(&self) -> Option<(&'static CommandForm, &ParsedArguments<'w>)> {
        match self.parsed.as_ref()? {
            Ok(arguments) => Some((self.form()?, arguments)),
            Err(mistake) => Some((mistake.form, &mistake.arguments)),
        }
    }

    /// The probable operation; [`Operation::Other`] if it lacks arguments.
    #[must_use]
    pub fn meant_operation(&self) -> Option<Operation<'w>> {
        let (form, arguments) = self.meant()?;
        Some(decode(form.implementation, arguments))
    }

    /// Its operation. None if its command is unknown, or if its options and arguments are certainly wrong. It is
    /// decoded at each call, at the cost of a few comparisons of names per option.
    #[must_use]
    pub fn operation(&self) -> Option<Operation<'w>> {
        Some(decode(self.form()?.implementation, self.arguments()?))
    }

    /// The positional argument at this index, from 0. None if there are fewer, or the options and arguments are wrong.
    #[must_use]
    pub fn positional(&self, at: usize) -> Option<&'w Text<'w>> {
        self.arguments()?.positionals.get(at)
    }

    /// Whether it executes an image that replaces the script, which then does not continue.
    #[must_use]
    pub fn replaces_script(&self) -> bool {
        matches!(self.operation(), Some(Operation::Execute(Execute { replace: true, .. })))
    }
}

/// The options and arguments of a command whose name is its first word.
fn parse<'w>(
    words: &'w [Text<'w>],
    form: &'static CommandForm,
    catalog: &Catalog,
) -> Result<ParsedArguments<'w>, Box<Mistake<'w>>> {
    let (arguments, error) = parse_despite_errors(catalog, form, words.get(1..).unwrap_or_default());
    match error {
        None => Ok(arguments),
        error => Err(Box::new(Mistake { error, form, arguments })),
    }
}
