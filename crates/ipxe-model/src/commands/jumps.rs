//! The `goto` commands of a script.

use ipxe_catalog::Implementation;
use ipxe_language::{invocation::Invocation, text::Text};
use ipxe_syntax::{Command, Label, Word};

use crate::commands::Commands;

/// A `goto` command with its target.
#[derive(Clone, Copy)]
pub struct Jump<'a, 's> {
    /// The command.
    pub command: Command<'a, 's>,
    /// The target, as written.
    pub word: Word<'a, 's>,
    /// The target, as far as it is known.
    pub target: &'a Text<'a>,
}

impl<'a, 's> Commands<'a, 's> {
    /// The `goto` commands of the script, in order, without those whose targets contain template markup.
    pub fn jumps(&self) -> impl Iterator<Item = Jump<'a, 's>> {
        let jumps = self.invocations_of(Implementation::Goto);
        let jumps = jumps.filter_map(|(command, invocation)| jump(command, invocation));
        jumps.filter(|jump| !jump.word.has_hole())
    }

    /// The command as a `goto`. None if it is not one, or its target contains template markup.
    #[must_use]
    pub fn jump_of(&self, command: Command<'a, 's>) -> Option<Jump<'a, 's>> {
        self.form(command).filter(|form| form.implementation == Implementation::Goto)?;
        let jump = jump(command, self.flow.invocation(command.id())?)?;
        (!jump.word.has_hole()).then_some(jump)
    }

    /// The label that `goto` finds by this name, in bytes. None if there is none.
    pub fn label(&self, name: &[u8]) -> Option<Label<'a, 's>> {
        let line = self.flow.labels().line(name)?;
        self.script.line(line)?.label()
    }
}

fn jump<'a, 's>(command: Command<'a, 's>, invocation: &'a Invocation<'a>) -> Option<Jump<'a, 's>> {
    let word = command.arguments().nth(invocation.arguments()?.first_positional)?;
    Some(Jump { command, word, target: invocation.positional(0)? })
}

/// The name of a label in ASCII lower case, and without punctuation around it. Names that are equal after this are the
/// same to a person, though not to iPXE.
#[must_use]
pub fn folded(name: &[u8]) -> Vec<u8> {
    bare(name).to_ascii_lowercase()
}

/// The name of a label without the punctuation around it.
#[must_use]
pub fn bare(name: &[u8]) -> &[u8] {
    let belongs =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$' | 0x80..);
    let start = name.iter().position(belongs).unwrap_or(name.len());
    let end = name.iter().rposition(belongs).map_or(start, |last| last + 1);
    name.get(start..end).unwrap_or_default()
}
