//! Predefined settings.

use serde_json::Value;

use super::Result;
use super::build;
use super::pool::Pool;
use super::rust::{list, option_string, string, type_name};
use super::source::{Facts, RELEASES, array, field, flag, in_release, text};

const HEADER: &str = "use crate::{Alternative, Arch, ArchSet, Build, Linkage, MachineSet, PlatformSet, \
                      SettingDefinition, SettingScope, SettingSpec, SettingType};\n\n";

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut builds = build::pool();
    let mut lists = Pool::new("DEFINITIONS", "&[SettingDefinition]");
    let mut rows = Vec::new();
    for (name, row) in facts.rows("settings", "settings", "name")? {
        let mut releases = Vec::new();
        for release in RELEASES {
            releases.push(match in_release(row, release) {
                Some(entry) => {
                    lists.name(definitions(&mut builds, row, name, release, entry)?, name, release)
                }
                None => "&[]".to_owned(),
            });
        }
        rows.push(format!(
            "SettingSpec {{ name: {name:?}, description: {}, definitions: [{}] }}",
            string(text(row, "description")?),
            releases.join(", "),
        ));
    }
    let table = format!("/// By name.\npub(crate) static SETTINGS: &[SettingSpec] = {};\n", list(rows));
    Ok(format!("{HEADER}{table}{}{}", builds.into_text(), lists.into_text().replace("static ", "const ")))
}

fn definitions(
    builds: &mut Pool,
    row: &Value,
    name: &str,
    release: &'static str,
    entry: &Value,
) -> Result<String> {
    let mut definitions = Vec::new();
    for definition in array(field(entry, "definitions")?)? {
        let scope = text(definition, "scope")?;
        let owner = format!("{name}_{scope}");
        let build =
            build::reference(builds, &owner, release, field(definition, "build")?, &defaults(row, scope))?;
        definitions.push(format!(
            "SettingDefinition {{ scope: SettingScope::{}, setting_type: SettingType::{}, tag: {}, dhcp_option: {}, \
             read_only: {}, build: {build} }}",
            type_name(scope),
            type_name(text(definition, "type")?),
            tag(definition),
            option_string(definition.get("dhcp_option").and_then(Value::as_str)),
            flag(definition, "read_only")?,
        ));
    }
    Ok(list(definitions))
}

fn tag(definition: &Value) -> String {
    match definition.get("tag").and_then(Value::as_u64) {
        None => "None".to_owned(),
        Some(tag) if tag <= 0xffff => format!("Some({tag:#06x})"),
        Some(tag) => format!("Some(0x{:04x}_{:04x})", tag >> 16, tag & 0xffff),
    }
}

/// Per release, the default of the definition with that scope.
fn defaults<'a>(row: &'a Value, scope: &str) -> Vec<Option<&'a Value>> {
    let of = |release: &&str| {
        let definitions = in_release(row, release)?.get("definitions")?.as_array()?;
        let definition =
            definitions.iter().find(|one| one.get("scope").and_then(Value::as_str) == Some(scope))?;
        definition.get("build")?.get("default").filter(|default| default.is_object())
    };
    RELEASES.iter().map(of).collect()
}
