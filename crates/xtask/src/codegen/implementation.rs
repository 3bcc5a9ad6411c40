//! The enumeration of the implementations of commands.

use std::collections::{BTreeMap, BTreeSet};

use super::Result;
use super::rust::type_name;
use super::source::{Facts, RELEASES, in_release, text};

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, row) in facts.rows("commands", "commands", "name")? {
        for entry in RELEASES.iter().filter_map(|release| in_release(row, release)) {
            names.entry(text(entry, "implementation")?).or_default().insert(name);
        }
    }
    let mut variants = Vec::new();
    for (implementation, commands) in names {
        let commands: Vec<_> = commands.iter().map(|name| format!("`{name}`")).collect();
        variants.push(format!("/// What runs as {}.\n{},\n", commands.join(", "), type_name(implementation)));
    }
    Ok(format!(
        "/// What runs behind a command's name. Synonyms share one; a name can have another one in another release.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[non_exhaustive]\n\
         pub enum Implementation {{\n{}}}\n",
        variants.concat()
    ))
}
