//! Suppressed findings: comments such as `# ipxe-lint: ignore[undefined-label] why`.

mod applied;
mod directive;
mod found;
mod removal;
mod slip;

pub(crate) use applied::Applied;
pub(crate) use found::{Problem, Suppressions, line_at};
pub(crate) use removal::removal;

use ipxe_syntax::Span;
use serde::Serialize;

use crate::{Diagnostic, RuleSelector};

/// A comment that suppresses findings: `# ipxe-lint: ignore[RULES] reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppression {
    /// The directive, from its `#` to its last byte, including the reason.
    pub span: Span,
    /// The lines that it applies to.
    pub scope: SuppressionScope,
    /// The rules whose findings it suppresses, in the order of the comment; at least one.
    pub rules: Vec<SuppressedRules>,
    /// The reason: the text after the bracket. Control characters are escaped.
    pub reason: Option<String>,
}

/// The lines that a suppression applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SuppressionScope {
    /// `ignore`: its own logical line or, for a comment of its own, all lines up to the next one with a command or a
    /// label.
    Line,
    /// `ignore-file`: the script.
    File,
}

impl SuppressionScope {
    /// The keyword.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "ignore",
            Self::File => "ignore-file",
        }
    }
}

/// One entry of the list in a suppression's brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuppressedRules {
    /// The rules.
    pub selector: RuleSelector,
    /// The position of the name.
    pub span: Span,
    /// Number of findings that it suppressed.
    pub uses: usize,
}

/// A suppressed finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The index of the suppression in the [`Report`](crate::Report).
    pub by: usize,
}
