//! Contexts as data: what derives cannot say.
//!
//! Values are checked while they are read, so that an error points at the place in the file.

use std::collections::BTreeMap;
use std::fmt;

use ipxe_catalog::SettingType;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::network::check_interface_name;
use super::table::{Table, Values};
use super::{ContextValue, DhcpAnswer, HardwareAddress, Interface};

pub(super) fn settings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    deserializer.deserialize_map(ValuesVisitor { table: Table::Settings, values: Values::new() })
}

pub(super) fn smbios<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    deserializer.deserialize_map(ValuesVisitor { table: Table::Smbios, values: Values::new() })
}

pub(super) fn secrets<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
    let values = settings(deserializer)?;
    Ok(values.into_iter().map(|(name, value)| (name, value.secret())).collect())
}

/// Secrets, without saying of each that it is one: the table says it.
pub(super) fn plain<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(
        values.iter().map(|(name, value)| (name, ContextValue { secret: false, ..value.clone() })),
    )
}

pub(super) fn interfaces<'de, D: Deserializer<'de>>(
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

struct ValuesVisitor {
    table: Table,
    values: Values,
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

/// Reads one value and puts it into the table; its errors have the place of the value.
struct CheckedValue<'v> {
    table: Table,
    values: &'v mut Values,
    name: String,
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

/// The long form of a value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongValue {
    value: Option<Scalar>,
    #[serde(rename = "type")]
    setting_type: Option<SettingType>,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    unknown: bool,
}

/// Text, or an integer that stands for its digits.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a string or an integer")]
enum Scalar {
    Text(String),
    Integer(i64),
}

struct ContextValueVisitor;

impl<'de> Visitor<'de> for ContextValueVisitor {
    type Value = ContextValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an integer, or a table with `value`, `type`, `secret` or `unknown`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ContextValue, E> {
        Ok(text.into())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<ContextValue, E> {
        Ok(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<ContextValue, E> {
        Ok(number.to_string().into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ContextValue, A::Error> {
        let LongValue { value, setting_type, secret, unknown } =
            LongValue::deserialize(MapAccessDeserializer::new(map))?;
        let text = match (value, unknown) {
            (Some(Scalar::Text(text)), false) => Some(text),
            (Some(Scalar::Integer(number)), false) => Some(number.to_string()),
            (None, true) => None,
            _ => return Err(de::Error::custom("either `value` or `unknown = true` is needed")),
        };
        Ok(ContextValue { text, setting_type, secret })
    }
}

impl<'de> Deserialize<'de> for ContextValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContextValueVisitor)
    }
}

impl Serialize for ContextValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let (Some(text), None, false) = (&self.text, self.setting_type, self.secret) {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(None)?;
        match &self.text {
            Some(text) => map.serialize_entry("value", text)?,
            None => map.serialize_entry("unknown", &true)?,
        }
        if let Some(setting_type) = self.setting_type {
            map.serialize_entry("type", &setting_type)?;
        }
        if self.secret {
            map.serialize_entry("secret", &true)?;
        }
        map.end()
    }
}

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

/// Reads the table `options` of an answer.
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

impl<'de> Deserialize<'de> for HardwareAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for HardwareAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
