//! What is not as expected.

use std::fmt;

use crate::context::Secrets;

/// Something about a run that is not as expected.
///
/// `Display` says it in a line, without what was found. Texts are decoded to be shown: bytes that are not UTF-8 are
/// replaced.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Mismatch {
    /// What it is about: the key of the expectation, such as `command-line` or `initrds[1].name`.
    pub subject: String,
    /// What was required.
    pub requirement: Requirement,
    /// The text that the requirement is about; empty if it is about none.
    pub expected: String,
    /// What was found; none if there was nothing.
    pub found: Option<String>,
}

/// What can be required of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Requirement {
    /// To be that text.
    Equals,
    /// To begin with that text.
    StartsWith,
    /// To end with that text.
    EndsWith,
    /// To contain that text.
    Contains,
    /// Not to contain that text.
    Excludes,
    /// To have that text as one of its words.
    HasWord,
    /// To be there.
    IsSet,
    /// Not to be there.
    IsUnset,
    /// To be no failure.
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
