use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};

use super::{RuleEntry, RuleLevel, rule_entry::EntryOf};
use crate::{RuleOptions, RuleSelection, RuleSelector};

/// The configuration of rules: a table from rules (names, codes, families, `security`, `all`) to levels, or to tables
/// with a level and options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTable(Vec<(RuleSelector, RuleEntry)>);

impl RuleTable {
    /// Whether the table is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (RuleSelector, &RuleEntry)> {
        self.0.iter().map(|(rules, entry)| (*rules, entry))
    }

    /// Adds what it says to a selection, and the rules' options to those of others.
    pub(super) fn apply(&self, selection: &mut RuleSelection, options: &mut RuleOptions) {
        for (rules, entry) in self.iter() {
            entry.apply_options(options);
            match entry.level {
                Some(RuleLevel::Off) => selection.ignore(rules),
                Some(RuleLevel::Level(level)) => {
                    selection.set_level(rules, level);
                    if matches!(rules, RuleSelector::Rule(_)) {
                        selection.select(rules);
                    }
                }
                None => {}
            }
        }
    }
}

impl FromIterator<(RuleSelector, RuleLevel)> for RuleTable {
    fn from_iter<I: IntoIterator<Item = (RuleSelector, RuleLevel)>>(levels: I) -> Self {
        Self(levels.into_iter().map(|(rules, level)| (rules, RuleEntry::with_level(level))).collect())
    }
}

impl Serialize for RuleTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for RuleTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableVisitor)
    }
}

struct TableVisitor;

impl<'de> Visitor<'de> for TableVisitor {
    type Value = RuleTable;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of rules and their levels")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RuleTable, A::Error> {
        let mut table = RuleTable::default();
        while let Some(rules) = map.next_key_seed(OtherThan(&table))? {
            table.0.push((rules, map.next_value_seed(EntryOf(rules))?));
        }
        Ok(table)
    }
}

/// Parses a key that does not exist yet. A code is equal to the name of its rule, which no parser can know.
struct OtherThan<'t>(&'t RuleTable);

impl<'de> DeserializeSeed<'de> for OtherThan<'_> {
    type Value = RuleSelector;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RuleSelector, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for OtherThan<'_> {
    type Value = RuleSelector;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule or a family of rules")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<RuleSelector, E> {
        let rules = name.parse().map_err(E::custom)?;
        if self.0.iter().any(|(known, _)| known == rules) {
            return Err(E::custom(format_args!("`{rules}` appears twice, by name and by code")));
        }
        Ok(rules)
    }
}
