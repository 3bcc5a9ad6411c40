use ipxe_syntax::Span;

/// How safe a [`Fix`] is; the order is from risky to safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Applicability {
    /// Only for display: the result contains a placeholder that a person must fill in.
    DisplayOnly,
    /// The probable intention; it changes what the script does.
    Unsafe,
    /// The certain intention; nothing else changes.
    Safe,
}

/// A replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub span: Span,
    /// The new bytes; empty for a deletion.
    pub replacement: String,
}

/// A correction of one finding.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in the imperative: ``write `goto retry` ``.
    pub title: String,
    /// Whether it can be applied without a review.
    pub applicability: Applicability,
    /// Its edits, in order, without overlaps.
    pub edits: Vec<Edit>,
}

impl Fix {
    fn new(
        applicability: Applicability,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit { span, replacement: replacement.into() };
        Self { title: title.into(), applicability, edits: vec![edit] }
    }

    /// Replaces `span` with what is certainly intended.
    #[must_use]
    pub fn safe(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self::new(Applicability::Safe, title, span, replacement)
    }

    /// Replaces `span` with what is probably intended.
    #[must_use]
    pub fn unsafe_(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self::new(Applicability::Unsafe, title, span, replacement)
    }

    /// The same fix; it is safe if the replaced text never works, because then nothing that works can change.
    #[must_use]
    pub(crate) fn safe_if(mut self, never_works: bool) -> Self {
        if never_works && self.applicability == Applicability::Unsafe {
            self.applicability = Applicability::Safe;
        }
        self
    }

    /// Shows a possible replacement of `span`.
    #[must_use]
    pub fn display_only(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Self::new(Applicability::DisplayOnly, title, span, replacement)
    }

    /// The same fix with one more edit; edits may be added in any order.
    #[must_use]
    pub fn and(mut self, span: Span, replacement: impl Into<String>) -> Self {
        // Most edits are added in order: appending avoids a sort each time.
        let at = self.edits.partition_point(|edit| edit.span <= span);
        self.edits.insert(at, Edit { span, replacement: replacement.into() });
        self
    }
}

/// The result of applying fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The corrected text.
    pub text: Vec<u8>,
    /// Number of applied fixes.
    pub applied: usize,
    /// Number of fixes that would change bytes that another one changed; they may apply in a second pass.
    pub skipped: usize,
    /// For each fix, in the given order, whether it was applied.
    pub was_applied: Vec<bool>,
}

/// Applies fixes to the text that they were made for. If two overlap, it applies the first one.
///
/// A fix is applied as a whole or not at all.
#[must_use]
pub fn apply<'f>(source: &[u8], fixes: impl IntoIterator<Item = &'f Fix>) -> Fixed {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut was_applied = Vec::new();
    for fix in fixes {
        let in_bounds = fix.edits.iter().all(|edit| edit.span.end() as usize <= source.len());
        let fits = in_bounds && fix.edits.iter().all(|edit| is_apart(edit.span, &edits));
        was_applied.push(fits);
        if fits {
            for edit in &fix.edits {
                let at = edits.partition_point(|other| other.span < edit.span);
                edits.insert(at, edit);
            }
        }
    }
    let mut text = Vec::with_capacity(source.len());
    let mut at = 0;
    for edit in edits {
        text.extend_from_slice(&source[at..edit.span.start() as usize]);
        text.extend_from_slice(edit.replacement.as_bytes());
        at = edit.span.end() as usize;
    }
    text.extend_from_slice(&source[at..]);
    let applied = was_applied.iter().filter(|was| **was).count();
    Fixed { text, applied, skipped: was_applied.len() - applied, was_applied }
}

/// Whether a span touches none of the sorted edits. Two insertions at the same position touch each other.
fn is_apart(span: Span, edits: &[&Edit]) -> bool {
    let after = edits.partition_point(|edit| edit.span < span);
    let next = edits.get(after).is_none_or(|next| span.end() <= next.span.start() && span != next.span);
    let previous = after.checked_sub(1).is_none_or(|before| edits[before].span.end() <= span.start());
    next && previous
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_that_overlaps_an_earlier_one_waits() {
        let fixes = [
            Fix::safe("a", Span::new(0, 2), "A"),
            Fix::safe("b", Span::new(1, 3), "B").and(Span::new(4, 4), "!"),
            Fix::safe("c", Span::new(3, 4), "").and(Span::new(2, 2), "-"),
        ];
        let fixed = apply(b"abcdef", &fixes);
        let was_applied = vec![true, false, true];
        assert_eq!(fixed, Fixed { text: b"A-cef".to_vec(), applied: 2, skipped: 1, was_applied });
    }

    #[test]
    fn two_insertions_at_one_place_do_not_mix() {
        let fixes = [Fix::safe("a", Span::empty(1), "x"), Fix::safe("b", Span::empty(1), "y")];
        let was_applied = vec![true, false];
        assert_eq!(
            apply(b"ab", &fixes),
            Fixed { text: b"axb".to_vec(), applied: 1, skipped: 1, was_applied }
        );
    }

    #[test]
    fn a_fix_for_another_text_is_not_applied() {
        assert_eq!(apply(b"ab", &[Fix::safe("a", Span::new(1, 9), "x")]).applied, 0);
    }
}
