//! The JSON schema of tests: the parts that derives do not cover.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{ContextSource, ExpectedStatus, ImageExpectation, TextExpectation};
use crate::context::NetworkContext;
pub(super) use crate::context::schema::{arch, platform, release};
use ipxe_language::status::ErrorClass;

pub(crate) fn trace(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object" })
}

impl JsonSchema for ContextSource {
    fn schema_name() -> Cow<'static, str> {
        "ContextSource".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inline = generator.subschema_for::<NetworkContext>();
        json_schema!({
            "description": "The path of a context file, or a context.",
            "anyOf": [{ "type": "string" }, inline]
        })
    }
}

impl JsonSchema for ExpectedStatus {
    fn schema_name() -> Cow<'static, str> {
        "ExpectedStatus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let classes = ErrorClass::ALL.iter().map(ToString::to_string);
        let names: Vec<_> = std::iter::once("ok".to_owned()).chain(classes).collect();
        json_schema!({
            "description": "`ok`, a class of failure, or the number that is given to `exit`.",
            "anyOf": [{ "enum": names }, { "type": "integer" }]
        })
    }
}

impl JsonSchema for TextExpectation {
    fn schema_name() -> Cow<'static, str> {
        "TextExpectation".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let texts = || json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] });
        json_schema!({
            "description": "The whole text, or a table that says more about it; an empty one: there is a text.",
            "anyOf": [
                { "type": "string" },
                { "type": "integer" },
                {
                    "type": "object",
                    "properties": {
                        "equals": { "type": "string" },
                        "starts-with": { "type": "string" },
                        "ends-with": { "type": "string" },
                        "contains": texts(),
                        "excludes": texts(),
                        "words": texts()
                    },
                    "additionalProperties": false
                }
            ]
        })
    }
}

impl JsonSchema for ImageExpectation {
    fn schema_name() -> Cow<'static, str> {
        "ImageExpectation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<TextExpectation>();
        json_schema!({
            "description": "The URI or the name of an image, or a table that says more about it.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "uri": text.clone(), "name": text.clone(), "command-line": text },
                    "additionalProperties": false
                }
            ]
        })
    }
}
