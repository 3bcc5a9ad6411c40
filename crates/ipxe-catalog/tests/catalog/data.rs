//! The data files.

use std::path::Path;

use ipxe_catalog::Release;
use serde_json::Value;

/// A data file.
pub(crate) fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The rows of a table.
pub(crate) fn rows(file: &Value, table: &str) -> Vec<Value> {
    file[table].as_array().unwrap().clone()
}

/// The entry of a row for a release, if the release has it.
pub(crate) fn entry(row: &Value, release: Release) -> Option<&Value> {
    let entry = &row["releases"][key(release)];
    (entry["exists"] == true).then_some(entry)
}

/// The data's name of a release.
pub(crate) fn key(release: Release) -> String {
    if release == Release::Head { "HEAD".to_owned() } else { format!("v{release}") }
}
