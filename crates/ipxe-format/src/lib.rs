//! A formatter for [iPXE](https://ipxe.org) boot scripts that never changes what iPXE executes.
//!
//! [`format()`] takes a parsed script and returns its text in the only style: commands, labels and comments begin their
//! lines, words are separated by one space, the texts of a menu's items are aligned in one column, and continuations
//! are indented. There are no options.
//!
//! White space matters to iPXE in a few places: a `\` continues a line only as its very last byte, and joins it with
//! the next one without a space. Lines whose meaning could change stay as they are, and [`is_equivalent`] returns
//! whether iPXE reads the same in two scripts.
//!
//! ```
//! let source = b"#!ipxe\n:start\n\tmenu   Boot\n\titem linux Linux\n\titem --key m  memtest   Memory test\n";
//! let script = ipxe_syntax::parse(source);
//!
//! let formatted = ipxe_format::format(&script);
//! assert_eq!(
//!     std::str::from_utf8(&formatted).unwrap(),
//!     "#!ipxe\n:start\nmenu Boot\nitem linux           Linux\nitem --key m memtest Memory test\n",
//! );
//! assert!(ipxe_format::is_equivalent(&script, &ipxe_syntax::parse(&formatted)));
//! ```
//!
//! # What stays as it is
//!
//! * A file that iPXE does not recognize as a script.
//! * Lines between `# ipxe-lint: fmt-off` and `# ipxe-lint: fmt-on`.
//! * Lines with template text (`{{ … }}`, `{% … %}`, `<% … %>`, `@NAME@`), except for spaces at their ends; and in a
//!   script with template text, all indentation. The text shows which engine it is, or [`format_as`] sets it.
//! * Lines with a NUL byte, a last line that iPXE never executes because it ends in `\`, and a web page after the
//!   script.
#![forbid(unsafe_code)]

mod columns;
mod comment;
mod equivalent;
mod item;
mod kept;
mod layout;
mod line_end;
mod text;

use std::borrow::Cow;

use ipxe_host::Templating;
use ipxe_syntax::{MAX_SOURCE_LEN, Script};

pub use equivalent::is_equivalent;

use crate::layout::Layout;

/// The formatted script; borrowed if it does not change, or if iPXE does not recognize it as a script.
///
/// Formatting the result again changes nothing. All line ends become the most frequent one. Linear in the script's
/// length.
#[must_use]
pub fn format<'s>(script: &Script<'s>) -> Cow<'s, [u8]> {
    format_as(script, &Templating::default())
}

/// As [`format()`], of a script for a template engine that is known.
#[must_use]
pub fn format_as<'s>(script: &Script<'s>, templating: &Templating) -> Cow<'s, [u8]> {
    let source = script.source();
    if !script.header().is_valid() || source.len() > MAX_SOURCE_LEN {
        return Cow::Borrowed(source);
    }
    let formatted = Layout::of(script, templating);
    debug_assert!(is_equivalent(script, &ipxe_syntax::parse(&formatted)), "{}", source.escape_ascii());
    if formatted == source { Cow::Borrowed(source) } else { Cow::Owned(formatted) }
}

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
