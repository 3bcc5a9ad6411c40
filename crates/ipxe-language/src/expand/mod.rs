//! Expansion of `${…}` in one word.
//!
//! iPXE scans the word from the left, remembers the latest `${`, stops at the first `}` after one, replaces the text in
//! between by the setting's value, and starts again with the whole new text. This module gives the same result in one
//! pass. Text that was scanned without finding a `}` never changes. So a restart needs no more than the output so far,
//! the positions of its open `${`, and a stack of the texts that remain to be read (the word at the bottom, values
//! above).

mod error;
mod expander;
mod frames;
mod reference;

pub use error::{ExpandError, ExpandErrorKind};
pub use expander::expand_counting;
pub use expander::{Limits, expand};
pub use reference::{Lookup, Reference};

#[cfg(test)]
mod tests;
