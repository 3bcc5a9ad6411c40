//! Build symbols, and the parts of iPXE that they link into a binary.

use std::collections::BTreeMap;

use serde_json::Value;

use super::build::default;
use super::rust::{list, strings, type_name};
use super::source::{Facts, RELEASES, in_release, texts};
use super::{CodegenError, Result};

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut rows = BTreeMap::new();
    for (name, row) in facts.rows("build_options", "options", "symbol")? {
        let defaults: Vec<_> =
            RELEASES.iter().map(|release| in_release(row, release)?.get("default")).collect();
        rows.insert(name, option(name, &defaults)?);
    }
    for (name, row) in further_symbols(facts)? {
        rows.insert(name, option(name, &defaults_of(row, name))?);
    }
    let rows = rows.into_values();
    Ok(format!(
        "use crate::build_option::{{BuildOptionSpec, LinkedPart}};\n\
         use crate::{{Arch, ArchSet, MachineSet, Platform, PlatformSet}};\n\n\
         /// By name.\npub(crate) static BUILD_OPTIONS: &[BuildOptionSpec] = {};\n\n\
         /// Parts of iPXE that are in a binary for other reasons than an option of their own.\n\
         pub(crate) static LINKED_PARTS: &[LinkedPart] = {};\n",
        list(rows),
        list(linked_parts(facts)?),
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

/// Symbols that are missing in the table of build options, each with the row that needs it: one that was removed early,
/// and those of which only one value matters (`KEYBOARD_MAP=dynamic`).
fn further_symbols(facts: &Facts) -> Result<Vec<(&str, &Value)>> {
    let known = facts.rows("build_options", "options", "symbol")?;
    let settings = facts.rows("settings", "settings", "name")?;
    let images = facts.rows("image_types", "types", "name")?;
    let mut found = Vec::new();
    for (_, row) in settings.into_iter().chain(images) {
        let entries = RELEASES.iter().filter_map(|release| in_release(row, release));
        let symbols = entries.flat_map(builds).filter_map(only_symbol);
        found.extend(
            symbols.filter(|symbol| known.iter().all(|(name, _)| name != symbol)).map(|symbol| (symbol, row)),
        );
    }
    Ok(found)
}

/// The `build` of an entry, or those of its definitions.
fn builds(entry: &Value) -> impl Iterator<Item = &Value> {
    let definitions = entry.get("definitions").and_then(Value::as_array);
    definitions.into_iter().flatten().chain([entry]).filter_map(|one| one.get("build"))
}

/// The symbol that alone determines a build.
fn only_symbol(build: &Value) -> Option<&str> {
    let needs = build.get("needs").or_else(|| build.get("any_of")?.get(0)?.get("all_of"))?.as_array()?;
    if let [symbol] = needs.as_slice() { symbol.as_str() } else { None }
}

/// Per release, the machines whose stock build has the features that only this symbol determines.
fn defaults_of<'a>(row: &'a Value, symbol: &str) -> Vec<Option<&'a Value>> {
    let of = |release: &&str| {
        builds(in_release(row, release)?).find(|build| only_symbol(build) == Some(symbol))?.get("default")
    };
    RELEASES.iter().map(of).collect()
}

fn linked_parts(facts: &Facts) -> Result<Vec<String>> {
    let parts = facts.get("roles", "linked_by")?;
    let parts = parts.as_object().ok_or_else(|| CodegenError::Data("linked_by is no object".to_owned()))?;
    let part = |(name, entry): (&String, &Value)| {
        let never_on = texts(entry, "never_on")?;
        let never_on = never_on.into_iter().map(|platform| format!("Platform::{}", type_name(platform)));
        Ok(format!(
            "LinkedPart {{ name: {name:?}, symbols: {}, never_on: PlatformSet::of({}) }}",
            strings(&texts(entry, "symbols")?),
            list(never_on)
        ))
    };
    parts.iter().map(part).collect()
}
