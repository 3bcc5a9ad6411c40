//! Commands: their names, arguments, effects and releases.

use crate::table::Named;
use crate::{Build, Effects, Implementation, PlatformSet, Release, Role, suggest};

/// Maximum number of arguments that iPXE passes to any command.
///
/// Source: recorded case `many_args`, and section 7 of the language description.
pub const MAX_ARGUMENTS: u8 = 255;

/// A command by its name, in all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandSpec {
    /// The name; iPXE has no other spelling.
    pub name: &'static str,
    /// Its function, in a sentence.
    pub summary: &'static str,
    /// Other facts, in sentences; often differences between releases.
    pub notes: &'static [&'static str],
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static CommandForm>; Release::COUNT],
}

impl CommandSpec {
    /// The form of the command in a release, if the release has it.
    #[must_use]
    pub fn form(&self, release: Release) -> Option<&'static CommandForm> {
        self.forms[release.index()]
    }

    /// The releases that have it, oldest first.
    #[must_use]
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = Release> {
        Release::ALL.iter().copied().filter(|release| self.form(*release).is_some())
    }

    /// The releases in which it has an option with that long name, oldest first.
    #[must_use]
    pub fn releases_with_option(&self, long: &[u8]) -> impl DoubleEndedIterator<Item = Release> {
        self.releases()
            .filter(move |release| self.form(*release).is_some_and(|form| form.option(long).is_some()))
    }
}

impl Named for CommandSpec {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// The arguments and effects of a command in one release, or in several with the same form.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandForm {
    /// The implementation; synonyms share it.
    pub implementation: Implementation,
    /// Minimum number of arguments (after the options).
    pub min_args: u8,
    /// Maximum number of arguments (after the options); `None` means [`MAX_ARGUMENTS`].
    pub max_args: Option<u8>,
    /// The meanings of the arguments, in order.
    pub arguments: &'static [Argument],
    /// The options, sorted by long name; `--help` is not among them.
    pub options: &'static [OptionSpec],
    /// Its effects.
    pub effects: &'static Effects,
    /// The conditions for a build to have it.
    pub build: &'static Build,
    /// Whether it has the options `-h` and `--help`.
    pub understands_help: bool,
    /// The platforms on which it parses its options and arguments.
    pub reads_arguments_on: PlatformSet,
}

impl CommandForm {
    /// The option with that long name, without the dashes.
    #[must_use]
    pub fn option(&self, long: &[u8]) -> Option<&'static OptionSpec> {
        self.options.iter().find(|option| option.long.as_bytes() == long)
    }

    /// The option with that letter.
    #[must_use]
    pub fn short_option(&self, letter: u8) -> Option<&'static OptionSpec> {
        self.options.iter().find(|option| option.short == Some(letter))
    }

    /// The most similar long option.
    #[must_use]
    pub fn suggest_option(&self, long: &[u8]) -> Option<&'static str> {
        suggest::near_bytes(long, self.options.iter().map(|option| option.long))
    }

    /// The meaning of the argument at a position, counted from 0: the words of a joined or repeated argument all have
    /// its meaning. `None` if the command ignores the word.
    #[must_use]
    pub fn argument(&self, at: usize) -> Option<&'static Argument> {
        let last = self.arguments.last().filter(|last| last.repeat != Repeat::Once);
        self.arguments.get(at).or(last)
    }
}

/// A positional argument.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// Its name in iPXE's usage text.
    pub name: &'static str,
    /// Its meaning.
    pub role: Role,
    /// Whether it is optional in the usage text.
    pub optional: bool,
    /// Number of its words.
    pub repeat: Repeat,
}

/// Number of words of a positional argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// One.
    Once,
    /// Any number, each a separate argument of the same kind.
    Each,
    /// Any number, joined with single spaces.
    Joined,
}

/// An option of a command.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionSpec {
    /// Its long name, without the dashes.
    pub long: &'static str,
    /// Its letter.
    pub short: Option<u8>,
    /// Whether it takes a value.
    pub takes: Takes,
    /// The meaning of the value.
    pub role: Role,
}

/// Whether an option takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Takes {
    /// It takes none, and fails if it gets one.
    Nothing,
    /// It takes one, and fails without it.
    Required,
    /// It takes an optional one.
    Optional,
}

/// A command in one release.
#[derive(Clone, Copy, Debug)]
pub struct KnownCommand {
    /// The command in all releases.
    pub spec: &'static CommandSpec,
    /// Its form in that release.
    pub form: &'static CommandForm,
}
