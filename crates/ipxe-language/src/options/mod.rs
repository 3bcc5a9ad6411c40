//! Options and positional arguments of a command: iPXE's own variety of getopt.

mod error;
mod parsed;
mod parser;

pub use error::{ArgumentError, ArgumentErrorKind};
pub use parsed::{Doubt, DoubtKind, GivenOption, OptionValue, ParsedArguments};
pub(crate) use parser::parse_despite_errors;
pub use parser::{options_read, parse_arguments};

#[cfg(test)]
mod tests;
