//! A lossless parser for [iPXE](https://ipxe.org) boot scripts that never fails.
//!
//! iPXE has no syntax errors: a line only fails when iPXE reaches it. So [`parse`] returns a [`Script`] for every
//! input, and the script's [tokens](Script::tokens) together are the input again, byte for byte. Scripts are byte
//! strings: spans count bytes, and nothing is decoded before it is displayed.
//!
//! The tree represents the text, not its meaning: it contains lines, labels, operators, words and `${…}` expansions,
//! and does not know command names.
//!
//! ```
//! let script = ipxe_syntax::parse(b"#!ipxe\n:retry dhcp ${net${i}/mac:hexhyp} || goto retry\n");
//! assert!(script.header().is_valid());
//!
//! let label = script.labels().next().unwrap();
//! assert_eq!(label.name(), b"retry");
//!
//! let names: Vec<_> = script.commands().filter_map(|command| command.name()).map(|name| name.text()).collect();
//! assert_eq!(names, [&b"dhcp"[..], b"goto"]);
//!
//! let mac = script.expansions().next().unwrap();
//! assert_eq!(mac.name().as_literal(), Some(&b"mac"[..]));
//! assert_eq!(mac.scope().unwrap().text(), b"net${i}");
//! assert_eq!(mac.setting_type().unwrap().text(), b"hexhyp");
//! ```
#![forbid(unsafe_code)]

mod builder;
mod command;
mod expansion;
mod grammar;
mod header;
mod label;
mod line;
mod line_index;
mod marks;
mod script;
mod segment;
#[cfg(feature = "serde")]
mod serialize;
mod span;
mod token;
mod visit;
mod word;

pub use command::{Command, CommandId, Operator, OperatorKind};
pub use expansion::{Expansion, Part};
pub use grammar::is_space;
pub use header::{Header, HeaderProblem};
pub use label::Label;
pub use line::{Line, LineId};
pub use line_index::{LineIndex, Position, Unit};
pub use marks::Marks;
pub use script::{MAX_SOURCE_LEN, Script};
pub use segment::{Segment, Segments, hole_length};
pub use span::Span;
pub use token::{Token, TokenKind, Tokens};
pub use visit::{Visitor, walk};
pub use word::Word;

/// Parses a script: any bytes, always with a result, with time and memory linear in their number.
///
/// Only the first [`MAX_SOURCE_LEN`] bytes are parsed; the rest is one [`TokenKind::Unparsed`] token.
#[must_use]
pub fn parse(source: &[u8]) -> Script<'_> {
    builder::build(source, false)
}

/// Like [`parse`], for a script in which `{{name}}` stands for unknown text, such as text that a template engine
/// inserts: a part of a word that is neither literal nor an expansion. A name consists of letters, digits, `_`, `.` and
/// `-`. A `$` directly before the first brace starts an expansion, as always.
///
/// ```
/// use ipxe_syntax::{Segment, parse_with_holes};
///
/// let script = parse_with_holes(b"chain http://{{host}}/${arch}");
/// let uri = script.words().nth(1).unwrap();
/// let segments: Vec<_> = uri.segments().collect();
/// assert!(matches!(segments[1], Segment::Hole(span) if script.slice(span) == b"{{host}}"));
/// assert!(matches!(segments[3], Segment::Expansion(_)));
/// ```
#[must_use]
pub fn parse_with_holes(source: &[u8]) -> Script<'_> {
    builder::build(source, true)
}

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
