//! Build symbols, and which of them bring parts of iPXE into a binary.

use std::collections::BTreeMap;

use serde_json::Value;

use super::build::default;
use super::rust::{list, strings};
use super::source::{Facts, RELEASES, in_release, texts};
use super::{CodegenError, Result};

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut rows = BTreeMap::new();
    for (name, row) in facts.rows("build_options", "options", "symbol")? {
        let defaults: Vec<_> =
            RELEASES.iter().map(|release| in_release(row, release)?.get("default")).collect();
        rows.insert(name, option(name, &defaults)?);
    }
    for (name, _, row) in symbols_with_value(facts)? {
        rows.insert(name, option(name, &defaults_of_setting(row, name))?);
    }
    let rows = rows.into_values();
    Ok(format!(
        "use crate::{{Arch, ArchSet, BuildOptionSpec, MachineSet}};\n\n\
         /// By name.\npub(crate) static BUILD_OPTIONS: &[BuildOptionSpec] = {};\n\n\
         /// Parts of iPXE, and the symbols each of which links them.\n\
         pub(crate) static LINKED_BY: &[(&str, &[&str])] = {};\n",
        list(rows),
        list(linked_by(facts)?),
    ))
}

fn option(name: &str, defaults: &[Option<&Value>]) -> Result<String> {
    let mut releases = Vec::new();
    for (release, state) in RELEASES.iter().zip(defaults) {
        releases.push(match state {
            Some(_) => format!("Some({})", default(release, defaults)?),
            None => "None".to_owned(),
        });
    }
    Ok(format!("BuildOptionSpec {{ name: {name:?}, defaults: [{}] }}", releases.join(", ")))
}

/// Symbols of which one value matters (`KEYBOARD_MAP=dynamic`) occur only where they are needed:
/// by settings.
fn symbols_with_value(facts: &Facts) -> Result<Vec<(&str, &str, &Value)>> {
    let mut found = Vec::new();
    for (setting, row) in facts.rows("settings", "settings", "name")? {
        for definition in definitions(row) {
            let needs =
                definition.get("build").and_then(|build| build.get("needs")).and_then(Value::as_array);
            let symbols = needs.into_iter().flatten().filter_map(Value::as_str);
            found.extend(symbols.filter(|symbol| symbol.contains('=')).map(|symbol| (symbol, setting, row)));
        }
    }
    Ok(found)
}

fn definitions(row: &Value) -> impl Iterator<Item = &Value> {
    let entries = RELEASES.iter().filter_map(|release| in_release(row, release));
    entries.filter_map(|entry| entry.get("definitions")?.as_array()).flatten()
}

/// Per release, where a setting that needs just this symbol is in the stock build.
fn defaults_of_setting<'a>(row: &'a Value, symbol: &str) -> Vec<Option<&'a Value>> {
    let of = |release: &&str| {
        let definitions = in_release(row, release)?.get("definitions")?.as_array()?;
        let builds = definitions.iter().filter_map(|definition| definition.get("build"));
        let mut needing =
            builds.filter(|build| build.get("needs").and_then(|needs| needs.get(0)) == Some(&symbol.into()));
        needing.next()?.get("default")
    };
    RELEASES.iter().map(of).collect()
}

fn linked_by(facts: &Facts) -> Result<Vec<String>> {
    let parts = facts.get("roles", "linked_by")?;
    let parts = parts.as_object().ok_or_else(|| CodegenError::Data("linked_by is no object".to_owned()))?;
    parts
        .iter()
        .map(|(part, entry)| Ok(format!("({part:?}, {})", strings(&texts(entry, "symbols")?))))
        .collect()
}
