//! The interface between the expander and the source of values.

use std::ops::Range;

use crate::text::Text;

/// A `${…}` after its inner expansions.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reference<'n> {
    /// The text between the braces, with inner expansions replaced.
    pub name: Text<'n>,
    /// The expansion in the word, as a range of the word's known bytes. For a reference inside a value, the expansion
    /// in the word that produced it.
    pub place: Range<usize>,
    /// Whether `${` and `}` are both in the word itself, and not in a value.
    pub in_word: bool,
}

/// Returns the formatted values of settings.
///
/// Implemented for closures.
pub trait Lookup<'v> {
    /// The value of the setting, formatted; the empty text for whatever iPXE would leave empty. The
    /// expander cuts it at its first NUL byte and scans it again.
    fn look_up(&mut self, reference: &Reference<'_>) -> Text<'v>;
}

impl<'v, F: FnMut(&Reference<'_>) -> Text<'v>> Lookup<'v> for F {
    fn look_up(&mut self, reference: &Reference<'_>) -> Text<'v> {
        self(reference)
    }
}
