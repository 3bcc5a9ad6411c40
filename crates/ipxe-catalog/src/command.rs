//! Commands: what they are called, what they take, what they do, and in which releases.

use crate::table::Named;
use crate::{Build, Effects, Implementation, PlatformSet, Release, Role, suggest};

/// The most arguments that iPXE hands to any command.
///
/// Source: oracle case `many_args` and section 7 of the language description.
pub const MAX_ARGUMENTS: u8 = 255;

/// A command by its name, through all releases.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandSpec {
    /// The name; iPXE knows no other spelling.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// What else is worth knowing, in sentences; often about differences between releases.
    pub notes: &'static [&'static str],
    /// Per release, in the order of [`Release::ALL`].
    pub(crate) forms: [Option<&'static CommandForm>; Release::COUNT],
}

impl CommandSpec {
    /// What the command is in a release, if the release has it.
    #[must_use]
    pub fn form(&self, release: Release) -> Option<&'static CommandForm> {
        self.forms[release.index()]
    }

    /// The releases that have it, oldest first.
    #[must_use]
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = Release> {
        Release::ALL.iter().copied().filter(|release| self.form(*release).is_some())
    }

    /// The releases in which it has an option of that long name, oldest first.
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

/// What a command takes and does in one release, or in several alike.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandForm {
    /// What runs behind the name; synonyms share it.
    pub implementation: Implementation,
    /// The fewest arguments (after the options).
    pub min_args: u8,
    /// The most arguments (after the options); `None`: [`MAX_ARGUMENTS`].
    pub max_args: Option<u8>,
    /// What the arguments mean, in order.
    pub arguments: &'static [Argument],
    /// The options, sorted by long name; `--help` is not among them.
    pub options: &'static [OptionSpec],
    /// What it does.
    pub effects: &'static Effects,
    /// What it takes to be in a build.
    pub build: &'static Build,
    /// Whether `-h` and `--help` are options of it.
    pub understands_help: bool,
    /// Where it looks at its options and arguments at all.
    pub reads_arguments_on: PlatformSet,
}

impl CommandForm {
    /// The option of that long name, without the dashes.
    #[must_use]
    pub fn option(&self, long: &[u8]) -> Option<&'static OptionSpec> {
        self.options.iter().find(|option| option.long.as_bytes() == long)
    }

    /// The option of that letter.
    #[must_use]
    pub fn short_option(&self, letter: u8) -> Option<&'static OptionSpec> {
        self.options.iter().find(|option| option.short == Some(letter))
    }

    /// The long name of an option that was probably meant.
    #[must_use]
    pub fn suggest_option(&self, long: &[u8]) -> Option<&'static str> {
        suggest::near_bytes(long, self.options.iter().map(|option| option.long))
    }

    /// The meaning of the argument at a position, counted from 0: the words of a joined or repeated
    /// argument all have its meaning. `None` where the command takes no notice of the word.
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
    /// What it is taken for.
    pub role: Role,
    /// Whether the usage text shows it as one that may be left out.
    pub optional: bool,
    /// How many words it takes.
    pub repeat: Repeat,
}

/// How many words a positional argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// One.
    Once,
    /// Any number, each of them one of the kind.
    Each,
    /// Any number, joined with single spaces into one.
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
    /// What the value is taken for.
    pub role: Role,
}

/// Whether an option takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Takes {
    /// It takes none, and fails if it is given one.
    Nothing,
    /// It takes one, and fails without.
    Required,
    /// It takes one if there is one.
    Optional,
}

/// A command as one release has it.
#[derive(Clone, Copy, Debug)]
pub struct KnownCommand {
    /// The command through all releases.
    pub spec: &'static CommandSpec,
    /// What it is in the release at hand.
    pub form: &'static CommandForm,
}
