//! One cause with several places: one finding.

use ipxe_syntax::Span;

use crate::{Diagnostic, Fix};

/// The maximum number of further places that are shown.
const SHOWN: usize = 5;

/// The maximum number of places that a fix changes: with more, a person should review them.
const FIXED: usize = 100;

/// Labels the first few of the further places.
pub(crate) fn label_all(
    finding: Diagnostic,
    places: impl IntoIterator<Item = Span>,
    text: &str,
) -> Diagnostic {
    places.into_iter().take(SHOWN).fold(finding, |finding, span| finding.and_label(span, text))
}

/// A fix that changes all places in the same way. None if there are too many.
pub(crate) fn fix_all(title: &str, edits: impl ExactSizeIterator<Item = (Span, String)>) -> Option<Fix> {
    if edits.len() > FIXED {
        return None;
    }
    edits.fold(None, |fix: Option<Fix>, (span, replacement)| {
        Some(match fix {
            None => Fix::unsafe_(title, span, replacement),
            Some(fix) => fix.and(span, replacement),
        })
    })
}
