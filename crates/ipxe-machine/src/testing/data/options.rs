//! Tables that reject keys, or some of them.

use std::collections::BTreeMap;

use ipxe_catalog::BuildSymbol;
use serde::Deserialize;
use serde::de::{self, Deserializer};

use crate::testing::ScriptTest;

/// The settings of a file for all of its tests.
pub(in crate::testing) fn defaults<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<ScriptTest, D::Error> {
    let defaults = ScriptTest::deserialize(deserializer)?;
    if defaults.name.is_some() {
        return Err(de::Error::custom("a `name` is for one test"));
    }
    Ok(defaults)
}

/// A table of the build options, by their names.
pub(in crate::testing) fn build_options<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, bool>, D::Error> {
    let options: BTreeMap<Symbol, bool> = Deserialize::deserialize(deserializer)?;
    Ok(options.into_iter().map(|(symbol, on)| (symbol.0.name().to_owned(), on)).collect())
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Symbol(BuildSymbol);

impl<'de> Deserialize<'de> for Symbol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        BuildSymbol::parse(&name).map(Self).map_err(de::Error::custom)
    }
}

/// Directories by the URLs below which they are served.
pub(in crate::testing) fn servers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let servers: BTreeMap<Base, String> = Deserialize::deserialize(deserializer)?;
    Ok(servers.into_iter().map(|(base, directory)| (base.0, directory)).collect())
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Base(String);

impl<'de> Deserialize<'de> for Base {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let base = String::deserialize(deserializer)?;
        if base.contains("://") {
            return Ok(Self(base));
        }
        Err(de::Error::custom(format!("`{base}` is no URL, such as `http://boot.example/`")))
    }
}
