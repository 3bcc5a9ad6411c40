//! The options and arguments of a command that is executed.

use ipxe_catalog::{Actions, CommandForm};

use ipxe_language::{options::ParsedArguments, text::Text};

/// The options and arguments of a command that is executed: all of them known, and in order.
#[derive(Clone, Copy)]
pub(in crate::simulate) struct Call<'c> {
    pub(super) form: &'static CommandForm,
    /// All words, the name first.
    pub(super) words: &'c [Text<'c>],
    pub(super) parsed: &'c ParsedArguments<'c>,
}

impl<'c> Call<'c> {
    /// The positional arguments.
    pub(super) fn arguments(self) -> &'c [Text<'c>] {
        self.parsed.positionals
    }

    /// The positional argument at this index; empty if it is left out.
    pub(super) fn argument(self, at: usize) -> &'c [u8] {
        self.arguments().get(at).map(Text::bytes).unwrap_or_default()
    }

    /// The positional arguments from this index on, joined as commands join text.
    pub(super) fn text_from(self, at: usize) -> Vec<u8> {
        let rest: Vec<&[u8]> = self.arguments().iter().skip(at).map(Text::bytes).collect();
        rest.join(&b' ')
    }

    /// Whether what the command does includes all of this.
    pub(super) fn does(self, actions: Actions) -> bool {
        self.form.effects.actions.contains(actions)
    }

    /// Whether an option was given.
    pub(super) fn has(self, option: &str) -> bool {
        self.parsed.option(option).is_some()
    }

    /// The value of an option.
    pub(super) fn option(self, option: &str) -> Option<&'c [u8]> {
        Some(self.parsed.option(option)?.value?.text.bytes())
    }

    /// The value of an option that is a number; checked before, so that there is one if there is a value.
    pub(super) fn number(self, option: &str) -> Option<u32> {
        self.parsed.option(option)?.integer()?.ok()
    }

    /// The words as plain bytes.
    pub(super) fn to_words(self) -> Vec<Vec<u8>> {
        self.words.iter().map(|word| word.bytes().to_vec()).collect()
    }
}
