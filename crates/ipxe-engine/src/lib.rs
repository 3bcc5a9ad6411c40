//! How iPXE reads a script: expansion, options, settings and values, over known or partly unknown text.
#![forbid(unsafe_code)]

mod certainty;
mod expand;
mod integer;
mod invocation;
mod options;
mod status;
mod text;
mod uri;
mod value;
mod words;

pub use ipxe_catalog::SettingType;

pub use certainty::Certainty;
pub use expand::{ExpandError, ExpandErrorKind, Limits, Lookup, Reference, expand};
pub use integer::{IntegerError, parse_integer};
pub use invocation::Invocation;
pub use options::{
    ArgumentError, ArgumentErrorKind, Doubt, DoubtKind, GivenOption, OptionValue, ParsedArguments,
    parse_arguments,
};
pub use status::ErrorClass;
pub use text::{Piece, Slice, Text};
pub use uri::{Uri, UriScheme};
pub use value::{FormatError, ParseError, expectation, format_value, parse_value};
pub use words::Words;
