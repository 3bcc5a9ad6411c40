//! The answer of a DHCP server.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::tables::{CheckedValue, ValuesVisitor};
use crate::context::DhcpAnswer;
use crate::context::table::{Table, Values};

impl<'de> Deserialize<'de> for DhcpAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(DhcpVisitor)
    }
}

struct DhcpVisitor;

impl<'de> Visitor<'de> for DhcpVisitor {
    type Value = DhcpAnswer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of DHCP options")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DhcpAnswer, A::Error> {
        let mut values = Values::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "options" {
                map.next_value_seed(Options { values: &mut values })?;
            } else {
                map.next_value_seed(CheckedValue { table: Table::Dhcp, values: &mut values, name })?;
            }
        }
        Ok(DhcpAnswer { values })
    }
}

/// Parses the table `options` of an answer.
struct Options<'v> {
    values: &'v mut Values,
}

impl<'de> DeserializeSeed<'de> for Options<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let values = std::mem::take(self.values);
        *self.values = deserializer.deserialize_map(ValuesVisitor { table: Table::Dhcp, values })?;
        Ok(())
    }
}

impl Serialize for DhcpAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.values)
    }
}
