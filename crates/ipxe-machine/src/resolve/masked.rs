//! Resolved texts, with secrets masked.

use ipxe_language::text::{Piece, Text};
use memchr::memmem;

use super::{ExpansionSource, ResolvedExpansion, ResolvedWord};
use crate::context::Secrets;

impl Secrets {
    /// The text of a resolved word, masked. It is masked as a whole if a secret in it contains expansions itself, and
    /// so does not appear as it is.
    #[must_use]
    pub fn mask_word(&self, word: &ResolvedWord<'_>) -> Text<'static> {
        let expands = |expansion: &ResolvedExpansion| match &expansion.source {
            ExpansionSource::Setting { secret: true, text, .. } => {
                text.as_known().is_none_or(|text| memmem::find(text, b"${").is_some())
            }
            _ => false,
        };
        if !self.is_empty() && word.expansions.iter().any(expands) {
            return Text::from(Self::MASK);
        }
        let mut masked = Text::default();
        for piece in word.text.pieces() {
            match piece {
                Piece::Known(bytes) => masked.push_bytes(&self.mask(bytes)),
                Piece::Unknown => masked.push_unknown(),
            }
        }
        masked
    }
}
