use serde::{Deserialize, Serialize};

use super::RuleTable;
use crate::RuleSelector;

/// Different values for the scripts at some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Override {
    /// The scripts: patterns, as in `.gitignore` files.
    pub paths: Vec<String>,
    /// Whether they are entry points (`true`), or other scripts start them and may have set settings for them
    /// (`false`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<bool>,
    /// The rules that report, instead of those of the rest of the configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::optional_selectors"))]
    pub select: Option<Vec<RuleSelector>>,
    /// Additional rules that report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub extend_select: Vec<RuleSelector>,
    /// Rules that do not report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::selectors"))]
    pub ignore: Vec<RuleSelector>,
    /// Levels and options of rules.
    #[serde(default, skip_serializing_if = "RuleTable::is_empty")]
    pub rules: RuleTable,
}
