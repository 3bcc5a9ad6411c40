//! What an iPXE command means, before anything is executed.
//!
//! There is one of each, for execution and for analysis alike:
//!
//! * [`text`]: bytes with holes, where something is unknown;
//! * [`expand`]: replaces `${…}`, whoever answers for the settings;
//! * [`options`]: tells the options of a command from its arguments; [`invocation`] binds a whole command to what the
//!   catalog says of it, and [`operation`] says what it does, with named parts;
//! * [`integer`] and [`value`]: integers and setting types, quirks included;
//! * [`setting_name`]: names of settings, taken apart;
//! * [`uri`]: URIs as iPXE takes them apart;
//! * [`words`]: the words of a script as texts;
//! * [`status`]: the classes of failures.
//!
//! Nothing here holds state, does I/O, fails on any bytes, or takes more than linear time; what could is bounded by
//! [`expand::Limits`].
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

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
