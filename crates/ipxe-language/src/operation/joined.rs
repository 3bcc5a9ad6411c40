use std::borrow::Cow;

use crate::text::Text;

/// Arguments that a command joins with single spaces, whatever white space separates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined<'w>(&'w [Text<'w>]);

impl<'w> Joined<'w> {
    /// These words, to be joined.
    #[must_use]
    pub const fn new(words: &'w [Text<'w>]) -> Self {
        Self(words)
    }

    /// The words that are joined.
    #[must_use]
    pub const fn words(self) -> &'w [Text<'w>] {
        self.0
    }

    /// Whether there are no words. Empty words count.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The joined text. Linear in its length; a single word is not copied.
    #[must_use]
    pub fn to_text(self) -> Cow<'w, Text<'w>> {
        match self.0 {
            [word] => Cow::Borrowed(word),
            words => Cow::Owned(Text::join(words)),
        }
    }
}
