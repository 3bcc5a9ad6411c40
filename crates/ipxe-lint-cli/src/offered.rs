//! Values for completions, including those of options that also accept others.

use std::{ffi::OsStr, path::PathBuf};

use clap::{
    Arg, Command, Error,
    builder::{PathBufValueParser, PossibleValue, TypedValueParser},
};
use ipxe_lint::RuleId;
use ipxe_machine::profile::Profile;

/// A parser whose values completions can offer.
#[derive(Clone)]
pub(crate) struct Offered<P> {
    parser: P,
    names: fn() -> Vec<&'static str>,
}

/// A parser, and names that it understands.
pub(crate) fn offered<P: TypedValueParser>(parser: P, names: fn() -> Vec<&'static str>) -> Offered<P> {
    Offered { parser, names }
}

impl<P: TypedValueParser> TypedValueParser for Offered<P> {
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<P::Value, Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter().map(PossibleValue::new)))
    }
}

/// A built-in profile, or a file.
pub(crate) fn profile() -> impl TypedValueParser<Value = PathBuf> {
    offered(PathBufValueParser::new(), || {
        Profile::all_built_in().iter().map(|profile| &*profile.name).collect()
    })
}

/// The names of all rules.
pub(crate) fn rules() -> Vec<&'static str> {
    RuleId::ALL.iter().map(|rule| rule.meta().name).collect()
}
