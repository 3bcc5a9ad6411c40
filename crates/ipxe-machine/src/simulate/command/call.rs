//! The options and arguments of a command that is executed.

use ipxe_catalog::{Actions, CommandForm};

use ipxe_language::{operation::Operation, options::ParsedArguments, text::Text};

/// The options and arguments of an executed command: all of them are known and valid.
#[derive(Clone, Copy)]
pub(in crate::simulate) struct Call<'c> {
    pub(super) form: &'static CommandForm,
    /// All words, the name first.
    pub(super) words: &'c [Text<'c>],
    pub(super) parsed: &'c ParsedArguments<'c>,
    /// Its operation.
    pub(super) operation: &'c Operation<'c>,
}

impl<'c> Call<'c> {
    /// The positional arguments.
    pub(super) fn arguments(self) -> &'c [Text<'c>] {
        self.parsed.positionals
    }

    /// Whether the command has all of these actions.
    pub(super) fn does(self, actions: Actions) -> bool {
        self.form.effects.actions.contains(actions)
    }

    /// The words as plain bytes.
    pub(super) fn to_words(self) -> Vec<Vec<u8>> {
        self.words.iter().map(|word| word.known_bytes().to_vec()).collect()
    }
}
