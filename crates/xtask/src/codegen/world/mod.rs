//! What is known of the world of netbooting: each table is read into a type that knows all of its columns and values, so
//! that a slip in the data is an error here and not a rule that never speaks.

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

/// How sure a row is. What is not certain only serves to stay silent.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Confidence {
    High,
    Medium,
    Low,
}

/// Where a row is from: an address, or a count.
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
