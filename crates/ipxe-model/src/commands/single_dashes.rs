//! Long options after a single dash, which iPXE reads as short options.

use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, Word};

/// The first word of a command that is one of its long options with only one dash. None if there is none.
#[must_use]
pub fn single_dash<'a, 's>(command: Command<'a, 's>, invocation: &Invocation<'_>) -> Option<Word<'a, 's>> {
    let form = invocation.form()?;
    // There are no options after the first argument. If the command is invalid, the word at fault is the last one to
    // check.
    let end = match (invocation.arguments(), invocation.argument_error()) {
        (Some(arguments), _) => arguments.first_positional,
        (None, error) => error?.argument + 1,
    };
    let is_long = |word: &Word<'_, '_>| {
        let name = word.text().strip_prefix(b"-").filter(|name| name.len() > 1 && !name.starts_with(b"-"));
        let name = name.and_then(|name| name.split(|byte| *byte == b'=').next());
        name.is_some_and(|name| name.len() > 1 && form.option(name).is_some())
    };
    command.arguments().take(end).find(is_long)
}
