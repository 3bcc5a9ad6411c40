//! The options and arguments of a command.

use std::ops::Range;

use ipxe_catalog::OptionSpec;

use crate::text::Slice;
use crate::{
    integer::{IntegerError, parse_integer},
    text::Text,
};

/// The options and positional arguments of a command that are valid as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParsedArguments<'a> {
    /// The options in their order. The last one of a kind counts.
    pub options: Box<[GivenOption<'a>]>,
    /// The positional arguments.
    pub positionals: &'a [Text<'a>],
    /// Index of the first positional argument, counted from 0 after the command's name.
    pub first_positional: usize,
    /// The doubt about the argument after the options.
    pub(super) end: Option<DoubtKind>,
}

const _: () = assert!(size_of::<ParsedArguments<'_>>() == 6 * size_of::<usize>()); // stored for each command of a script

/// An option as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GivenOption<'a> {
    /// What it is.
    pub spec: &'static OptionSpec,
    /// The argument that contains it, counted from 0 after the command's name.
    pub argument: usize,
    /// Its value.
    pub value: Option<OptionValue<'a>>,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionValue<'a> {
    /// The value itself.
    pub text: Slice<'a>,
    /// The argument that contains the option, counted from 0 after the command's name.
    pub option: usize,
    /// The argument that contains it: the option's own (`--name=value`, `-nvalue`) or the next one.
    pub argument: usize,
}

/// A property of the arguments that depends on unknown pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Doubt {
    /// What it is.
    pub kind: DoubtKind,
    /// The argument, counted from 0 after the command's name.
    pub argument: usize,
}

/// The property that depends on unknown pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DoubtKind {
    /// Assumed to be the first positional argument, but it is an option if its value starts with `-`.
    MayBeOption,
    /// It is an unknown option. It and all following arguments are reported as positional.
    WhichOption,
    /// Assumed to be the value of the option before it, which fails if it starts with `-`.
    MayBeRefused,
}

impl<'a> ParsedArguments<'a> {
    /// The given option of that long name: the last one, which takes precedence.
    pub(crate) fn option(&self, long: &str) -> Option<&GivenOption<'a>> {
        self.options.iter().rev().find(|option| option.spec.long == long)
    }

    /// The properties that depend on the unknown pieces. None if all is certain.
    pub fn doubts(&self) -> impl Iterator<Item = Doubt> {
        let refused = self.options.iter().filter_map(|option| {
            let value = option.value.filter(|value| value.argument != option.argument)?;
            let kind = DoubtKind::MayBeRefused;
            value.text.may_start_otherwise().then_some(Doubt { kind, argument: value.argument })
        });
        refused.chain(self.end.map(|kind| Doubt { kind, argument: self.first_positional }))
    }

    /// Whether nothing depends on unknown pieces.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.doubts().next().is_none()
    }
}

impl GivenOption<'_> {
    /// The value as an integer, if there is a value and all of it is known.
    #[must_use]
    pub fn integer(&self) -> Option<Result<u32, IntegerError>> {
        self.value?.integer()
    }
}

impl<'a> OptionValue<'a> {
    /// The value as a separate text.
    #[must_use]
    pub fn to_text(&self) -> Text<'a> {
        self.text.to_text()
    }

    /// The value as an integer, if all of it is known.
    #[must_use]
    pub fn integer(&self) -> Option<Result<u32, IntegerError>> {
        self.text.as_known().map(parse_integer)
    }

    /// The position of the value in its argument, as a range of the argument's known bytes.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.text.range()
    }
}
