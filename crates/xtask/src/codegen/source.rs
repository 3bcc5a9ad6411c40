//! The data files, and a reader whose errors state where something is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{CodegenError, Result};

/// The release points, in the order of every per-release array.
pub(super) const RELEASES: &[&str] = &["v1.0.0", "v1.20.1", "v1.21.1", "v2.0.0", "HEAD"];

const FILES: &[&str] = &[
    "build_options",
    "commands",
    "enums",
    "image_types",
    "keys",
    "roles",
    "setting_types",
    "settings",
    "uri_schemes",
    "world/aliases",
    "world/argument_readers",
    "world/boot_readers",
    "world/distributions",
    "world/file_kinds",
    "world/foreign_words",
    "world/kernel_arguments",
    "world/argument_partners",
    "world/words",
];

/// All data files, by name without extension.
pub(super) struct Facts(BTreeMap<&'static str, Value>);

impl Facts {
    pub(super) fn load(directory: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for name in FILES {
            let path = directory.join(format!("{name}.json"));
            let bytes =
                fs::read(&path).map_err(|source| CodegenError::File { path: path.clone(), source })?;
            let value =
                serde_json::from_slice(&bytes).map_err(|source| CodegenError::Json { path, source })?;
            files.insert(*name, value);
        }
        Ok(Self(files))
    }

    /// The part `key` of a file.
    pub(super) fn get(&self, file: &str, key: &str) -> Result<&Value> {
        let value = self.0.get(file).ok_or_else(|| CodegenError::Data(format!("no file {file}.json")))?;
        field(value, key).map_err(|error| CodegenError::Data(format!("{file}.json: {error}")))
    }

    /// The rows of a table, sorted by the bytes of their name, with that name; rows that are in no release are omitted.
    pub(super) fn rows(&self, file: &str, table: &str, key: &str) -> Result<Vec<(&str, &Value)>> {
        let mut rows = Vec::new();
        for row in array(self.get(file, table)?)? {
            if RELEASES.iter().any(|release| in_release(row, release).is_some()) {
                rows.push((text(row, key)?, row));
            }
        }
        rows.sort_by_key(|(name, _)| *name);
        Ok(rows)
    }
}

/// The entry of a row for a release, if the release has it.
pub(super) fn in_release<'a>(row: &'a Value, release: &str) -> Option<&'a Value> {
    let entry = row.get("releases")?.get(release)?;
    entry.get("exists")?.as_bool()?.then_some(entry)
}

/// One piece of Rust per release, `None` where the row lacks it, as an array.
pub(super) fn per_release(
    row: &Value,
    mut one: impl FnMut(&'static str, &Value) -> Result<String>,
) -> Result<String> {
    let mut parts = Vec::new();
    for release in RELEASES {
        parts.push(match in_release(row, release) {
            Some(entry) => format!("Some({})", one(release, entry)?),
            None => "None".to_owned(),
        });
    }
    Ok(format!("[{}]", parts.join(", ")))
}

pub(super) fn field<'a>(value: &'a Value, key: &str) -> Result<&'a Value> {
    value.get(key).ok_or_else(|| CodegenError::Data(format!("no `{key}` in {}", excerpt(value))))
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    as_text(field(value, key)?)
}

pub(super) fn flag(value: &Value, key: &str) -> Result<bool> {
    let found = field(value, key)?;
    found
        .as_bool()
        .ok_or_else(|| CodegenError::Data(format!("`{key}` is no truth value in {}", excerpt(value))))
}

pub(super) fn as_text(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| CodegenError::Data(format!("not a text: {}", excerpt(value))))
}

pub(super) fn array(value: &Value) -> Result<&[Value]> {
    value
        .as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| CodegenError::Data(format!("not a list: {}", excerpt(value))))
}

/// The texts of a list. None if the list does not exist.
pub(super) fn texts<'a>(value: &'a Value, key: &str) -> Result<Vec<&'a str>> {
    value.get(key).map_or(Ok(Vec::new()), |list| array(list)?.iter().map(as_text).collect())
}

fn excerpt(value: &Value) -> String {
    value.to_string().chars().take(200).collect()
}
