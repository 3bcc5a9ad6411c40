//! Expansion of `${…}` in one word.
//!
//! iPXE scans the word from the left, remembers the latest `${`, stops at the first `}` after one,
//! replaces what is between by the setting's value, and starts again with the whole new text. This
//! module gives the same result in one pass. What was scanned without finding a `}` never changes, so
//! the output so far, the places of the `${` in it that are still open, and a stack of the texts that
//! are yet to be read (the word at the bottom, values above) are all that a restart could find out.

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
