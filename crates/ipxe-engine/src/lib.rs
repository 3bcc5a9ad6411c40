//! How iPXE reads a script: expansion, options, settings and values, over known or partly unknown text.
#![forbid(unsafe_code)]

mod certainty;
mod integer;
mod status;
mod text;
mod value;

pub use certainty::Certainty;
pub use integer::{IntegerError, parse_integer};
pub use status::ErrorClass;
pub use text::{Piece, Text};
pub use value::{FormatError, ParseError, SettingType};
