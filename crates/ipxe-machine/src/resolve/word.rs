//! A resolved word.

use std::fmt;

use super::ResolvedExpansion;
use ipxe_language::{expand::ExpandError, text::Text};

/// A word with its expansions replaced. `Debug` shows no text that contains a secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedWord<'t> {
    /// The word as the command gets it. Unknown as a whole if the expansion was stopped.
    pub text: Text<'t>,
    /// The result of every expansion, in the order in which iPXE replaces them.
    pub expansions: Vec<ResolvedExpansion>,
    /// Why the expansion was stopped.
    pub error: Option<ExpandError>,
}

impl ResolvedWord<'_> {
    /// Whether the text contains a secret value.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.expansions.iter().any(|expansion| expansion.source.is_secret())
    }
}

impl fmt::Debug for ResolvedWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_secret() {
            f.write_str("[secret]")?;
        } else {
            write!(f, "{:?}", self.text)?;
        }
        for expansion in &self.expansions {
            let ResolvedExpansion { place, source, .. } = expansion;
            write!(f, "\n  {place:?} {source:?}")?;
        }
        Ok(())
    }
}
