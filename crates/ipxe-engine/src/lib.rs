//! How iPXE reads a script: expansion, options, settings and values, over known or partly unknown text.
#![forbid(unsafe_code)]

mod certainty;
mod context;
mod expand;
mod integer;
mod invocation;
mod options;
mod profile;
mod resolve;
mod settings;
mod status;
mod text;
mod uri;
mod value;
mod words;

pub use ipxe_catalog::SettingType;

pub use certainty::Certainty;
pub use context::{
    ContextError, ContextValue, DhcpAnswer, HardwareAddress, HttpServer, Interface, Link, Machine,
    NetworkContext,
};
pub use expand::{ExpandError, ExpandErrorKind, Limits, Lookup, Reference, expand};
pub use integer::{IntegerError, parse_integer};
pub use invocation::Invocation;
pub use options::{
    ArgumentError, ArgumentErrorKind, Doubt, DoubtKind, GivenOption, OptionValue, ParsedArguments,
    parse_arguments,
};
pub use profile::{Expectation, Profile, Supplied};
pub use resolve::{
    ExpansionSource, ResolvedCommand, ResolvedExpansion, ResolvedScript, ResolvedWord, Resolver,
};
pub use settings::{
    Absence, BlockId, BlockKind, Found, Origin, Raw, SettingName, Settings, Value, WriteError, parse_tag,
};
pub use status::ErrorClass;
pub use text::{Piece, Slice, Text};
pub use uri::{Uri, UriScheme};
pub use value::{FormatError, ParseError, expectation, format_value, parse_value};
pub use words::Words;
