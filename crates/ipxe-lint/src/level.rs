use std::{fmt, str::FromStr};

/// The severity of a finding.
///
/// The order is from harmless to fatal: `Advice < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// There is a better way. It never fails a run by default.
    Advice,
    /// It works, but almost certainly not as intended, or it fails on some of the target machines.
    Warning,
    /// It fails on a machine, or cannot do what it should.
    Error,
}

impl Level {
    /// All levels, from harmless to fatal.
    pub const ALL: [Self; 3] = [Self::Advice, Self::Warning, Self::Error];

    /// The name in configurations and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is not a level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level; expected one of `error`, `warning`, `advice`")]
pub struct UnknownLevel(String);

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}

impl From<Level> for miette::Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Advice => Self::Advice,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}
