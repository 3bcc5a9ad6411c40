//! Facts about netbooting outside of iPXE: each table is parsed into a type with all of its columns and values, so that
//! a typing error in the data is an error here, and not a rule without findings.

pub(super) mod arguments;
pub(super) mod boot_readers;
pub(super) mod distributions;
pub(super) mod file_kinds;
pub(super) mod foreign_words;
pub(super) mod words;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::source::Facts;
use super::{CodegenError, Result};

/// The rows of a table, in the order of the data.
fn rows<T: DeserializeOwned>(facts: &Facts, file: &'static str) -> Result<Vec<T>> {
    let rows = facts.get(file, "rows")?.clone();
    serde_json::from_value(rows).map_err(|error| CodegenError::Data(format!("{file}.json: {error}")))
}

/// How certain a row is. An uncertain one can only suppress findings.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Confidence {
    High,
    Medium,
    Low,
}

/// The source of a row: an address, or a count.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Source;

impl TryFrom<String> for Source {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        let is_source = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
            || text == "counted in public scripts";
        if is_source { Ok(Self) } else { Err(format!("`{text}` is no source")) }
    }
}
