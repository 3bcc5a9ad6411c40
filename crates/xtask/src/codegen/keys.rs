//! Keys of the keyboard.

use std::collections::BTreeMap;

use super::rust::list;
use super::source::{Facts, RELEASES, field, text};
use super::{CodegenError, Result};

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let releases = facts.get("keys", "releases")?;
    let mut codes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (at, release) in RELEASES.iter().enumerate() {
        let keys = field(field(releases, release)?, "keys")?;
        let keys =
            keys.as_object().ok_or_else(|| CodegenError::Data(format!("keys of {release}: no object")))?;
        for (name, key) in keys {
            let row = codes.entry(name).or_insert_with(|| vec!["None".to_owned(); RELEASES.len()]);
            if let Some(slot) = row.get_mut(at) {
                *slot = format!("Some({})", text(key, "script_value")?);
            }
        }
    }
    let rows = codes
        .iter()
        .map(|(name, codes)| format!("KeySpec {{ name: {name:?}, codes: [{}] }}", codes.join(", ")));
    Ok(format!("use crate::KeySpec;\n\n/// By name.\npub(crate) static KEYS: &[KeySpec] = {};\n", list(rows)))
}
