//! Supplied settings as a table of names, with a description or a table for each.
//!
//! Names and values are checked during parsing, so that an error has its position in the file.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use ipxe_catalog::{Catalog, Release, SettingType};
use ipxe_language::{setting_name::SettingName, text::Text, value::expectation};
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Supplied;
use crate::settings::{Origin, Value};

/// The table of a supplied setting.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SuppliedSetting"))]
struct Long<'s> {
    /// The contents of the setting, in a sentence.
    description: Cow<'s, str>,
    /// The value, if it is the same for every machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Cow<'s, str>>,
    /// The type with which it is stored, if that is not the setting's own.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    setting_type: Option<SettingType>,
    /// Whether some machines, or some scripts, do not have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    sometimes: bool,
    /// The name of the Linux kernel argument that the value contains: `ip`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kernel_argument: Option<Cow<'s, str>>,
}

/// The names in one table of a profile: whole names, or prefixes or suffixes.
#[derive(Clone, Copy)]
enum Names {
    Whole,
    Parts,
}

/// Settings by their names.
pub(super) mod settings {
    use super::{Cow, Deserializer, Names, Serializer, Supplied, read, write};

    pub(in crate::profile) fn serialize<S: Serializer>(
        supplied: &[Supplied],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        write(supplied, serializer)
    }

    pub(in crate::profile) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cow<'static, [Supplied]>, D::Error> {
        read(deserializer, Names::Whole)
    }
}

/// Settings by the prefixes or suffixes of their names.
pub(super) mod parts {
    use super::{Cow, Deserializer, Names, Serializer, Supplied, read, write};

    pub(in crate::profile) fn serialize<S: Serializer>(
        supplied: &[Supplied],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        write(supplied, serializer)
    }

    pub(in crate::profile) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Cow<'static, [Supplied]>, D::Error> {
        read(deserializer, Names::Parts)
    }
}

fn write<S: Serializer>(supplied: &[Supplied], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(supplied.iter().map(|supplied| (&supplied.name, supplied)))
}

/// One setting, without its name: a description, or a table if there is more.
impl Serialize for Supplied {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { name: _, description, value, setting_type, sometimes, kernel_argument } = self;
        if value.is_none() && setting_type.is_none() && !sometimes && kernel_argument.is_none() {
            return serializer.serialize_str(description);
        }
        let long = Long {
            description: Cow::Borrowed(description),
            value: value.as_deref().map(Cow::Borrowed),
            setting_type: *setting_type,
            sometimes: *sometimes,
            kernel_argument: kernel_argument.as_deref().map(Cow::Borrowed),
        };
        long.serialize(serializer)
    }
}

fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    names: Names,
) -> Result<Cow<'static, [Supplied]>, D::Error> {
    deserializer.deserialize_map(Table(names)).map(Cow::Owned)
}

struct Table(Names);

impl<'de> Visitor<'de> for Table {
    type Value = Vec<Supplied>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of names and descriptions")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut named = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let supplied = map.next_value_seed(Entry { names: self.0, name: name.clone() })?;
            named.insert(name, supplied);
        }
        Ok(named.into_values().collect())
    }
}

/// Parses the value of a name; its errors have the position of the value.
struct Entry {
    names: Names,
    name: String,
}

impl<'de> DeserializeSeed<'de> for Entry {
    type Value = Supplied;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Supplied, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entry {
    type Value = Supplied;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a description, or a table with `description`, `value`, `type`, `sometimes`, `kernel-argument`",
        )
    }

    fn visit_str<E: Error>(self, description: &str) -> Result<Supplied, E> {
        self.check(Supplied::new(self.name.clone(), description.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Supplied, A::Error> {
        let long = Long::deserialize(MapAccessDeserializer::new(map))?;
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        self.check(Supplied {
            name: Cow::Owned(self.name.clone()),
            description: Cow::Owned(long.description.into_owned()),
            value: owned(long.value),
            setting_type: long.setting_type,
            sometimes: long.sometimes,
            kernel_argument: owned(long.kernel_argument),
        })
    }
}

impl Entry {
    fn check<E: Error>(&self, supplied: Supplied) -> Result<Supplied, E> {
        let name = &self.name;
        let parsed = SettingName::parse(name.as_bytes());
        if parsed.name.is_empty() || name.contains(|char: char| char.is_whitespace() || char == '$') {
            return Err(E::custom(format_args!("`{name}` cannot be the name of a setting")));
        }
        if !parsed.scope.is_empty() || parsed.setting_type.is_some() {
            return Err(E::custom(format_args!(
                "`{name}`: a profile names settings without a scope or a type; write the type as `type = \"…\"`"
            )));
        }
        if matches!(self.names, Names::Parts) && (supplied.value.is_some() || supplied.setting_type.is_some())
        {
            return Err(E::custom(
                "settings that share a part of their names have no value and no type in common",
            ));
        }
        let predefined = || {
            let known = Catalog::setting_in_any_release(name.as_bytes())?;
            Some(known.definitions(Release::Head).first()?.setting_type)
        };
        if let (Some(value), Some(setting_type)) =
            (&supplied.value, supplied.setting_type.or_else(predefined))
            && Value::parse(&Text::from(&**value), setting_type, Origin::Profile).is_err()
        {
            return Err(E::custom(format_args!(
                "the value of `{name}` is not {}",
                expectation(setting_type)
            )));
        }
        Ok(supplied)
    }
}

#[cfg(feature = "schema")]
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let long = generator.subschema_for::<Long<'static>>();
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "anyOf": [{ "type": "string" }, long] }
    })
}
