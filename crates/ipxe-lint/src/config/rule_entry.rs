use std::fmt;

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::RuleLevel;
use crate::{RuleOption, RuleOptions, RuleSelector};

/// The configuration of some rules: a level, or a table with a level and options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleEntry {
    /// The level of the findings. Any level except `off` also enables a single rule.
    pub level: Option<RuleLevel>,
    /// The option `longest`.
    pub longest: Option<usize>,
    /// The option `known`.
    pub known: Option<Vec<String>>,
}

impl RuleEntry {
    /// An entry with only a level.
    #[must_use]
    pub fn with_level(level: RuleLevel) -> Self {
        Self { level: Some(level), ..Self::default() }
    }

    /// Applies the entry's options.
    pub(super) fn apply_options(&self, options: &mut RuleOptions) {
        if let Some(longest) = self.longest {
            options.longest_command_line = longest;
        }
        if let Some(known) = &self.known {
            options.known_commands.clone_from(known);
        }
    }
}

impl Serialize for RuleEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { level, longest, known } = self;
        if let (Some(level), None, None) = (level, longest, known) {
            return level.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        level.iter().try_for_each(|level| map.serialize_entry("level", level))?;
        longest.iter().try_for_each(|longest| map.serialize_entry(RuleOption::Longest.name(), longest))?;
        known.iter().try_for_each(|known| map.serialize_entry(RuleOption::Known.name(), known))?;
        map.end()
    }
}

/// Parses the entry of some rules; it can only have their options.
pub(super) struct EntryOf(pub(super) RuleSelector);

impl<'de> DeserializeSeed<'de> for EntryOf {
    type Value = RuleEntry;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RuleEntry, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EntryOf {
    type Value = RuleEntry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a level (`error`, `warning`, `advice` or `off`), or a table with a level and options")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RuleEntry, E> {
        text.parse().map(RuleEntry::with_level).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RuleEntry, A::Error> {
        let mut entry = RuleEntry::default();
        while let Some(key) = map.next_key_seed(KeyOf(self.0))? {
            match key {
                Key::Level => entry.level = Some(map.next_value()?),
                Key::Option(RuleOption::Longest) => entry.longest = Some(map.next_value()?),
                Key::Option(RuleOption::Known) => entry.known = Some(map.next_value()?),
            }
        }
        Ok(entry)
    }
}

/// A key in an entry.
#[derive(Clone, Copy)]
enum Key {
    Level,
    Option(RuleOption),
}

/// Parses a key in the entry of some rules.
struct KeyOf(RuleSelector);

impl KeyOf {
    fn known(&self) -> impl Iterator<Item = (&'static str, Key)> {
        let options = match self.0 {
            RuleSelector::Rule(rule) => rule.options(),
            _ => &[],
        };
        let options = options.iter().map(|option| (option.name(), Key::Option(*option)));
        std::iter::once(("level", Key::Level)).chain(options)
    }
}

impl<'de> DeserializeSeed<'de> for KeyOf {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyOf {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`level` or an option of `{}`", self.0)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        self.known().find(|(known, _)| *known == name).map(|(_, key)| key).ok_or_else(|| {
            let known: Vec<String> = self.known().map(|(known, _)| format!("`{known}`")).collect();
            let one_of = if known.len() > 1 { "one of " } else { "" };
            E::custom(format_args!("unknown field `{name}`, expected {one_of}{}", known.join(", ")))
        })
    }
}
