//! The JSON schema of a context: the parts that derives do not cover.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ipxe_catalog::{Arch, BuildSymbol, Platform, Release, SettingType, Version};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{ContextValue, DhcpAnswer, HardwareAddress, Response};
use ipxe_language::status::ErrorClass;

pub(crate) fn platform(_: &mut SchemaGenerator) -> Schema {
    one_of(Platform::ALL.iter().map(ToString::to_string))
}

pub(crate) fn arch(_: &mut SchemaGenerator) -> Schema {
    one_of(Arch::ALL.iter().map(ToString::to_string))
}

pub(crate) fn release(_: &mut SchemaGenerator) -> Schema {
    let releases = Release::ALL.iter().map(ToString::to_string).chain([Version::DEFAULT.to_string()]);
    json_schema!({ "type": "string", "examples": releases.collect::<Vec<_>>() })
}

pub(crate) fn target(generator: &mut SchemaGenerator) -> Schema {
    let (release, platform, arch) = (release(generator), platform(generator), arch(generator));
    let options = BuildSymbol::all().map(|symbol| (symbol.name(), json_schema!({ "type": "boolean" })));
    json_schema!({
        "type": "object",
        "properties": {
            "release": release,
            "platforms": { "type": "array", "items": platform },
            "arches": { "type": "array", "items": arch },
            "build-options": {
                "type": "object",
                "properties": options.collect::<BTreeMap<_, _>>(),
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    })
}

fn one_of(names: impl Iterator<Item = String>) -> Schema {
    json_schema!({ "type": "string", "enum": names.collect::<Vec<_>>() })
}

impl JsonSchema for ContextValue {
    fn schema_name() -> Cow<'static, str> {
        "ContextValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let types: Vec<_> = SettingType::ALL.iter().map(|known| known.name()).collect();
        json_schema!({
            "description": "The value of a setting: text or a number, or a table that says more about it.",
            "anyOf": [
                { "type": "string" },
                { "type": "integer" },
                {
                    "type": "object",
                    "properties": {
                        "value": { "type": ["string", "integer"] },
                        "type": { "enum": types, "description": "A type other than the setting's own." },
                        "secret": { "type": "boolean", "description": "Kept out of debug output." },
                        "unknown": { "const": true, "description": "There is a value, but which is not known." }
                    },
                    "additionalProperties": false,
                    "oneOf": [{ "required": ["value"] }, { "required": ["unknown"] }]
                }
            ]
        })
    }
}

impl JsonSchema for DhcpAnswer {
    fn schema_name() -> Cow<'static, str> {
        "DhcpAnswer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<ContextValue>();
        let options = generator.subschema_for::<BTreeMap<String, ContextValue>>();
        json_schema!({
            "description": "What a DHCP server answers: options by name, and under `options` by number.",
            "type": "object",
            "properties": { "options": options },
            "additionalProperties": value
        })
    }
}

impl JsonSchema for Response {
    fn schema_name() -> Cow<'static, str> {
        "Response".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(std::iter::once("ok".to_owned()).chain(ErrorClass::ALL.iter().map(ToString::to_string)))
    }
}

impl JsonSchema for HardwareAddress {
    fn schema_name() -> Cow<'static, str> {
        "HardwareAddress".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2})*$" })
    }
}
