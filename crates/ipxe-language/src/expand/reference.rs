//! What an expander asks for, and who answers.

use std::ops::Range;

use crate::text::Text;

/// A `${…}` whose name is known as far as it will ever be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reference<'n> {
    /// What stands between the braces, inner expansions replaced.
    pub name: Text<'n>,
    /// The expansion in the word, as a range of the word's known bytes. For a reference that came
    /// out of a value, the expansion in the word that led to it.
    pub place: Range<usize>,
    /// Whether `${` and `}` both stand in the word itself rather than in a value.
    pub in_word: bool,
}

/// Answers references to settings with their formatted values.
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
