//! The JSON schema of a configuration: what derives cannot say.

use std::borrow::Cow;

use ipxe_catalog::{Arch, BuildSymbol, Platform, Release, Version};
use ipxe_host::TemplateEngine;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{RuleLevel, RuleTable};
use crate::{Category, RuleId, RuleOption, RuleSelector};

pub(super) fn release(_: &mut SchemaGenerator) -> Schema {
    let examples = [names(Release::ALL), names(&[Version::DEFAULT])].concat();
    json_schema!({ "type": "string", "examples": examples })
}

pub(super) fn banner(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string" })
}

pub(super) fn platforms(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "enum": names(Platform::ALL) } })
}

pub(super) fn arches(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "enum": names(Arch::ALL) } })
}

pub(super) fn build_options(_: &mut SchemaGenerator) -> Schema {
    let symbols = BuildSymbol::all().map(|symbol| (symbol.name().to_owned(), json!({ "type": "boolean" })));
    json_schema!({
        "type": "object",
        "properties": symbols.collect::<Map<_, _>>(),
        "additionalProperties": false
    })
}

pub(super) fn template_engine(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = TemplateEngine::all().flat_map(TemplateEngine::names).copied().collect();
    json_schema!({ "enum": names })
}

pub(super) fn selectors(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Vec<RuleSelector>>()
}

pub(super) fn optional_selectors(generator: &mut SchemaGenerator) -> Schema {
    selectors(generator)
}

fn names(all: &[impl ToString]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// Whatever selects rules by a name, and what it is.
fn all_selectors() -> Vec<(String, &'static str)> {
    let rules = RuleId::ALL.iter().map(|rule| (rule.to_string(), rule.meta().summary));
    let families = Category::ALL.iter().map(|family| (family.to_string(), "a family of rules"));
    let sets = [("all".to_owned(), "all rules"), ("security".to_owned(), "the rules about security")];
    sets.into_iter().chain(families).chain(rules).collect()
}

/// Codes of rules, and prefixes that select families.
const CODES: &str = "^IPX[1-9]([0-9][0-9])?$";

impl JsonSchema for RuleSelector {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<String> = all_selectors().into_iter().map(|(name, _)| name).collect();
        json_schema!({
            "description": "Rules: a name, a code, a family, the beginning of its codes, `security`, or `all`.",
            "anyOf": [{ "enum": names }, { "type": "string", "pattern": CODES }]
        })
    }
}

impl JsonSchema for RuleTable {
    fn schema_name() -> Cow<'static, str> {
        "RuleTable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let plain = generator.subschema_for::<PlainEntry>();
        let entry = |(name, summary): (String, &str)| {
            let options = name.parse().map_or(&[][..], RuleId::options);
            let schema = match options {
                [] => json!({ "description": summary, "allOf": [plain] }),
                options => json!({ "description": summary, "anyOf": [level(), table(options)] }),
            };
            (name, schema)
        };
        let properties: Map<String, Value> = all_selectors().into_iter().map(entry).collect();
        json_schema!({
            "description": "Levels and options of rules.",
            "type": "object",
            "properties": properties,
            "patternProperties": { CODES: { "anyOf": [level(), { "type": "object" }] } },
            "additionalProperties": false
        })
    }
}

/// The entry of rules without options.
struct PlainEntry;

impl JsonSchema for PlainEntry {
    fn schema_name() -> Cow<'static, str> {
        "RuleEntry".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [level(), table(&[])] })
    }
}

fn level() -> Value {
    json!({ "enum": names(&RuleLevel::ALL) })
}

fn table(options: &[RuleOption]) -> Value {
    let option = |option: &RuleOption| {
        let schema = match option {
            RuleOption::Longest => json!({ "type": "integer", "minimum": 0 }),
            RuleOption::Known => json!({ "type": "array", "items": { "type": "string" } }),
        };
        (option.name().to_owned(), schema)
    };
    let level = std::iter::once(("level".to_owned(), level()));
    let properties: Map<String, Value> = level.chain(options.iter().map(option)).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
