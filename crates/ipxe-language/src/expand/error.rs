//! Reasons for stopping an expansion.

use std::ops::Range;

use thiserror::Error;

use crate::text::Text;

/// An expansion that was stopped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`${{{}}}` {kind}", .name.known_bytes().escape_ascii())]
#[non_exhaustive]
pub struct ExpandError {
    /// What happened.
    pub kind: ExpandErrorKind,
    /// The setting name whose expansion exceeded the limit.
    pub name: Text<'static>,
    /// The expansion in the word that caused it, as a range of the word's known bytes.
    pub place: Range<usize>,
}

/// Why an expansion was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ExpandErrorKind {
    /// The value contains itself: a real machine never finishes.
    #[error("contains itself, so that its expansion never ends")]
    Endless,
    /// The result would be longer than [`Limits::size`](super::Limits::size).
    #[error("expands to more than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Finding the result would take more than [`Limits::work`](super::Limits::work) steps.
    #[error("takes more than {limit} steps to expand")]
    TooMuchWork {
        /// The limit in steps.
        limit: usize,
    },
}
