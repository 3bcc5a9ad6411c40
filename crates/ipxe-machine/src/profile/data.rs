//! Supplied settings as a table of names and descriptions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serializer};

use super::Supplied;

pub(super) fn serialize<S: Serializer>(supplied: &[Supplied], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(supplied.iter().map(|supplied| (&supplied.name, &supplied.description)))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'static, [Supplied]>, D::Error> {
    let named: BTreeMap<String, String> = Deserialize::deserialize(deserializer)?;
    Ok(named.into_iter().map(|(name, description)| Supplied::new(name, description)).collect())
}
