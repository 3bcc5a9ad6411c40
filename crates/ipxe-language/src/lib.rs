//! The meaning of an iPXE command, before execution.
//!
//! Execution and analysis share one implementation of each part:
//!
//! * [`text`]: bytes with holes for unknown pieces;
//! * [`expand`]: replaces `${…}`, with any source of values;
//! * [`options`]: separates the options of a command from its arguments; [`invocation`] binds a whole command to the
//!   catalog, and [`operation`] is its action, with named parts;
//! * [`integer`] and [`value`]: integers and setting types, including quirks;
//! * [`setting_name`]: the parts of setting names;
//! * [`uri`]: URIs as iPXE parses them;
//! * [`words`]: the words of a script as texts;
//! * [`status`]: the error classes.
//!
//! Nothing here has state, does I/O, fails on any bytes, or takes more than linear time; [`expand::Limits`] bound the
//! rest.
//!
//! ```
//! use ipxe_language::{expand::{Limits, Reference, expand}, text::Text};
//!
//! let look_up = |reference: &Reference<'_>| match reference.name.as_known() {
//!     Some(b"base") => Text::from("http://boot.example"),
//!     _ => Text::unknown(),
//! };
//! let uri = expand(Text::from("${base}/${mac:hexhyp}/boot.ipxe"), look_up, Limits::default())?;
//! assert!(uri.may_equal(b"http://boot.example/52-54-00-12-34-56/boot.ipxe"));
//! assert!(!uri.may_equal(b"http://other.example/boot.ipxe"));
//! # Ok::<(), ipxe_language::expand::ExpandError>(())
//! ```
#![forbid(unsafe_code)]

pub mod expand;
pub mod integer;
pub mod invocation;
pub mod operation;
pub mod options;
pub mod setting_name;
pub mod status;
pub mod text;
pub mod uri;
pub mod value;
pub mod words;

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
