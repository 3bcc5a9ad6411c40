//! Setting types: from text to the raw bytes of a setting, and back.
//!
//! Exact for iPXE 2.0.0, including quirks. Everything here is linear in its input.

mod address;
mod base64;
mod convert;
mod dns;
mod hex;
mod number;
mod percent;
mod uuid;

pub use convert::{FormatError, ParseError, expectation, format_value, parse_value};
pub use convert::{is_signed, width};
pub use number::{fits, read_integer};
pub use percent::{decode as percent_decode, escape as percent_escape};
