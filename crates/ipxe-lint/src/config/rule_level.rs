use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Level;

/// The level of a rule's findings, or that the rule is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleLevel {
    /// The rule does not report.
    Off,
    /// All its findings have this level.
    Level(Level),
}

impl RuleLevel {
    /// All levels, from harmless to fatal, without `off`.
    pub const ALL: [Self; 4] =
        [Self::Off, Self::Level(Level::Advice), Self::Level(Level::Warning), Self::Level(Level::Error)];

    /// The name in configurations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Level(level) => level.as_str(),
        }
    }
}

/// A word that is not a level of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level; expected one of `error`, `warning`, `advice`, `off`")]
pub struct UnknownRuleLevel(String);

impl FromStr for RuleLevel {
    type Err = UnknownRuleLevel;

    fn from_str(text: &str) -> Result<Self, UnknownRuleLevel> {
        let known = Self::ALL.into_iter().find(|level| level.as_str() == text);
        known.ok_or_else(|| UnknownRuleLevel(text.to_owned()))
    }
}

impl fmt::Display for RuleLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for RuleLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::named::one(deserializer)
    }
}
