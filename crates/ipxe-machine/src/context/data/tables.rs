//! Tables of values.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;

use super::value::ContextValueVisitor;
use crate::context::network::check_interface_name;
use crate::context::table::{Table, Values};
use crate::context::{ContextValue, Interface};

pub(crate) fn settings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    deserializer.deserialize_map(ValuesVisitor { table: Table::Settings, values: Values::new() })
}

pub(in crate::context) fn smbios<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    deserializer.deserialize_map(ValuesVisitor { table: Table::Smbios, values: Values::new() })
}

pub(in crate::context) fn secrets<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    let values = settings(deserializer)?;
    Ok(values.into_iter().map(|(name, value)| (name, value.secret())).collect())
}

/// A table of secrets: all of its values are secret without their own mark.
pub(in crate::context) fn plain<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(
        values.iter().map(|(name, value)| (name, ContextValue { secret: false, ..value.clone() })),
    )
}

pub(in crate::context) fn interfaces<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Interface>, D::Error> {
    let named: BTreeMap<InterfaceName, Interface> = Deserialize::deserialize(deserializer)?;
    Ok(named.into_iter().map(|(name, interface)| (name.0, interface)).collect())
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct InterfaceName(String);

impl<'de> Deserialize<'de> for InterfaceName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        check_interface_name(&name).map_err(de::Error::custom)?;
        Ok(Self(name))
    }
}

pub(super) struct ValuesVisitor {
    pub(super) table: Table,
    pub(super) values: Values,
}

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of setting names and values")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Values, A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(CheckedValue { table: self.table, values: &mut self.values, name })?;
        }
        Ok(self.values)
    }
}

/// Parses one value and adds it to the table. Errors have the position of the value.
pub(super) struct CheckedValue<'v> {
    pub(super) table: Table,
    pub(super) values: &'v mut Values,
    pub(super) name: String,
}

impl<'de> DeserializeSeed<'de> for CheckedValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CheckedValue<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ContextValueVisitor.expecting(f)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.insert(text.into())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        self.insert(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.insert(number.to_string().into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value = ContextValueVisitor.visit_map(map)?;
        self.insert(value)
    }
}

impl CheckedValue<'_> {
    fn insert<E: de::Error>(self, value: ContextValue) -> Result<(), E> {
        self.table.insert(self.values, &self.name, value).map_err(E::custom)
    }
}
