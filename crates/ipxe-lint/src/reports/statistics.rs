use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::Checked;
use crate::{Level, RuleId};

/// Number of findings of each rule, the highest first. Displays one line for each rule and level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Statistics {
    rules: Vec<RuleCount>,
}

/// Number of findings of a rule at one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RuleCount {
    /// Number of findings.
    pub count: usize,
    /// Number of scripts with such findings.
    pub scripts: usize,
    /// The name of the rule.
    #[serde(rename = "name")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: RuleId,
    /// Its short alias.
    pub code: &'static str,
    /// The level of these findings.
    pub level: Level,
    /// What the rule finds.
    pub summary: &'static str,
}

impl Statistics {
    /// Counts the findings.
    #[must_use]
    pub fn new(scripts: &[Checked<'_>]) -> Self {
        // Per rule and level: findings, scripts, and the script that was counted last.
        let mut counts: BTreeMap<(RuleId, Level), (usize, usize, usize)> = BTreeMap::new();
        for (at, script) in scripts.iter().enumerate() {
            for finding in script.diagnostics() {
                let (count, holding, last) =
                    counts.entry((finding.rule, finding.level)).or_insert((0, 0, usize::MAX));
                *count += 1;
                *holding += usize::from(*last != at);
                *last = at;
            }
        }
        let count_of = |((rule, level), (count, scripts, _)): ((RuleId, Level), (usize, usize, usize))| {
            let meta = rule.meta();
            RuleCount { count, scripts, rule, code: meta.code, level, summary: meta.summary }
        };
        let mut rules: Vec<RuleCount> = counts.into_iter().map(count_of).collect();
        // Stable: rules with the same number of findings stay in the order of their codes.
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.count));
        Self { rules }
    }

    /// The counts, the highest first.
    #[must_use]
    pub fn rules(&self) -> &[RuleCount] {
        &self.rules
    }

    /// The counts, by value.
    #[must_use]
    pub fn into_rules(self) -> Vec<RuleCount> {
        self.rules
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rules.iter().map(|rule| rule.rule.meta().name.len()).max().unwrap_or(0);
        self.rules.iter().try_for_each(|rule| {
            writeln!(
                f,
                "{:>6}  {:7}  {}  {:width$}  {}",
                rule.count, rule.level, rule.code, rule.rule, rule.summary
            )
        })
    }
}
