//! Mismatches with an expectation.

use std::fmt;

use crate::context::Secrets;

/// A mismatch between a run and an expectation.
///
/// `Display` writes it in one line, without the actual text. Texts are decoded for display: bytes that are not UTF-8
/// are replaced.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Mismatch {
    /// The key of the expectation, such as `command-line` or `initrds[1].name`.
    pub subject: String,
    /// The requirement.
    pub requirement: Requirement,
    /// The text of the requirement; empty if it has none.
    pub expected: String,
    /// The actual text; none if there was none.
    pub found: Option<String>,
}

/// A requirement for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Requirement {
    /// It equals that text.
    Equals,
    /// It begins with that text.
    StartsWith,
    /// It ends with that text.
    EndsWith,
    /// It contains that text.
    Contains,
    /// It does not contain that text.
    Excludes,
    /// One of its words is that text.
    HasWord,
    /// It has a value.
    IsSet,
    /// It has no value.
    IsUnset,
    /// It is not a failure.
    Succeeds,
}

impl Mismatch {
    pub(super) fn new(subject: &str, requirement: Requirement, expected: &str, found: Option<&str>) -> Self {
        Self {
            subject: subject.to_owned(),
            requirement,
            expected: expected.to_owned(),
            found: found.map(str::to_owned),
        }
    }

    /// The same with secrets masked.
    #[must_use]
    pub fn mask(self, secrets: &Secrets) -> Self {
        let mask = |text: String| secrets.mask_str(&text).into_owned();
        Self { expected: mask(self.expected), found: self.found.map(mask), ..self }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, expected, .. } = self;
        match self.requirement {
            Requirement::Equals => write!(f, "{subject} is not as expected"),
            Requirement::StartsWith => write!(f, "{subject} does not begin with `{expected}`"),
            Requirement::EndsWith => write!(f, "{subject} does not end with `{expected}`"),
            Requirement::Contains => write!(f, "{subject} does not contain `{expected}`"),
            Requirement::Excludes => write!(f, "{subject} contains `{expected}`"),
            Requirement::HasWord => write!(f, "{subject} does not have the word `{expected}`"),
            Requirement::IsSet => write!(f, "{subject} is not set"),
            Requirement::IsUnset => write!(f, "{subject} is set"),
            Requirement::Succeeds => write!(f, "{subject} is a failure"),
        }
    }
}
