//! One value.

use std::fmt;

use ipxe_catalog::SettingType;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::context::ContextValue;

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

/// Text, or an integer whose digits are the text.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a string or an integer")]
enum Scalar {
    Text(String),
    Integer(i64),
}

/// Parses a value in its short or its long form.
pub(super) struct ContextValueVisitor;

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
