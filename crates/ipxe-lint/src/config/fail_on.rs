use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Level;

/// The level from which findings fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum FailOn {
    /// Only errors.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// All findings.
    Advice,
    /// Findings never fail a run.
    Never,
}

impl FailOn {
    /// All levels, beginning with the strictest.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Advice, Self::Never];

    /// The name in configurations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Never => "never",
        }
    }

    /// Whether a finding of this level fails a run.
    #[must_use]
    pub fn fails(self, level: Level) -> bool {
        let least = match self {
            Self::Error => Level::Error,
            Self::Warning => Level::Warning,
            Self::Advice => Level::Advice,
            Self::Never => return false,
        };
        level >= least
    }
}

/// A word that is not a level to fail on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level to fail on; expected one of `error`, `warning`, `advice`, `never`")]
pub struct UnknownFailOn(String);

impl FromStr for FailOn {
    type Err = UnknownFailOn;

    fn from_str(text: &str) -> Result<Self, UnknownFailOn> {
        let known = Self::ALL.into_iter().find(|level| level.as_str() == text);
        known.ok_or_else(|| UnknownFailOn(text.to_owned()))
    }
}
