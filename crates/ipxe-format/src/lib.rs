//! A formatter for [iPXE](https://ipxe.org) boot scripts that never changes what iPXE executes.
//!
//! [`format()`] takes a parsed script and gives its text in the one layout that there is: commands, labels and comments
//! begin their lines, one blank stands between words, the texts of a menu's items stand in one column, and what
//! continues a line is indented. There are no options.
//!
//! iPXE is particular about white space in a few places: a `\` continues a line only as its very last byte, and joins it
//! with the next one without a blank. Lines of which this could change the meaning stay as they are, and
//! [`is_equivalent`] says of any two scripts whether iPXE reads the same in both.
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
//! * A file that iPXE does not take for a script.
//! * Lines between `# ipxe-lint: fmt-off` and `# ipxe-lint: fmt-on`.
//! * Lines with marks of a template engine (`{{ … }}`, `{% … %}`, `<% … %>`, `@NAME@`), but for blanks at their ends; and where
//!   there are any in a script, all indentation. The text shows which engine it is, or [`format_as`] says it.
//! * Lines with a NUL byte, a last line that is never executed because it ends in `\`, and a web page after the script.
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

/// The script in its one layout; borrowed if that is how it is written already, or if iPXE does not take it for a script.
///
/// Formatting what this gives changes nothing more. Line ends become those that most lines have. Linear in the script's
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

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
