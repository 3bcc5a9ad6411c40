//! Findings that a script asks not to be told of, by a comment such as `# ipxe-lint: ignore[undefined-label] why`.

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

/// A comment that asks for some findings not to be told: `# ipxe-lint: ignore[RULES] reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppression {
    /// The directive, from its `#` to its last byte, the reason included.
    pub span: Span,
    /// How far it reaches.
    pub scope: SuppressionScope,
    /// The rules whose findings it suppresses, in the order in which they are written; at least one.
    pub rules: Vec<SuppressedRules>,
    /// Why, as the text after the bracket says. Control characters are escaped.
    pub reason: Option<String>,
}

/// How far a suppression reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SuppressionScope {
    /// `ignore`: the logical line that it stands on or, in a comment of its own, all lines up to the next one with a
    /// command or a label.
    Line,
    /// `ignore-file`: the script.
    File,
}

impl SuppressionScope {
    /// The word that asks for it.
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
    /// Where they are named.
    pub span: Span,
    /// How many findings it suppressed.
    pub uses: usize,
}

/// A finding that a suppression holds back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The suppression: its index among those of the [`Report`](crate::Report).
    pub by: usize,
}
