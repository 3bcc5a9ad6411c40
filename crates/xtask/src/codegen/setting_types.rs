//! Setting types, and the enumeration of their names.

use serde_json::Value;

use super::Result;
use super::rust::{list, option_string, type_name};
use super::source::{Facts, flag, per_release};

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut rows = Vec::new();
    for (name, row) in facts.rows("setting_types", "types", "name")? {
        let abilities = per_release(row, |_, entry| {
            let ability = |key| flag(entry, key);
            Ok(format!(
                "TypeAbilities::new({}, {}, {})",
                ability("storable")?,
                ability("formattable")?,
                ability("numeric")?
            ))
        })?;
        rows.push(format!(
            "SettingTypeSpec {{ name: {name:?}, setting_type: SettingType::{}, parse: {}, format: {}, \
             abilities: {abilities} }}",
            type_name(name),
            option_string(row.get("parse_behaviour").and_then(Value::as_str)),
            option_string(row.get("format_behaviour").and_then(Value::as_str)),
        ));
    }
    Ok(format!(
        "use crate::{{SettingType, SettingTypeSpec, TypeAbilities}};\n\n\
         /// By name.\npub(crate) static SETTING_TYPES: &[SettingTypeSpec] = {};\n",
        list(rows)
    ))
}

pub(super) fn generate_names(facts: &Facts) -> Result<String> {
    let mut variants = Vec::new();
    for (name, row) in facts.rows("setting_types", "types", "name")? {
        let format = row.get("format_behaviour").and_then(Value::as_str).unwrap_or("cannot be read");
        variants.push(format!("/// Reading gives: {format}.\n{} = {name:?},\n", type_name(name)));
    }
    Ok(format!(
        "use crate::NameKind;\n\nnamed_enum! {{\n\
         /// How the raw bytes of a setting are written and read.\n\
         pub enum SettingType as NameKind::SettingType;\n{}}}\n",
        variants.concat()
    ))
}
