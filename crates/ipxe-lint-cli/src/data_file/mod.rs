//! Contexts, profiles and tests, from TOML, JSON and YAML files.

mod error;
mod place;

pub(crate) use error::DataFileError;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// Reads a data file; its extension says what it is written in.
pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::Unreadable { path: path.to_path_buf(), error })?;
    let text = String::from_utf8_lossy(&bytes);
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "toml" => from_toml(path, &text),
        "json" => from_json(path, &text),
        "yaml" | "yml" => from_yaml(path, &text),
        _ => Err(Failure::UnknownDataFormat { path: path.to_path_buf() }),
    }
}

/// Understands the text of a TOML file.
pub(crate) fn from_toml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    toml::from_str(text).map_err(|error| refusal(path, text, place::toml(&error)))
}

/// Understands the text of a JSON file.
pub(crate) fn from_json<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| refusal(path, text, place::json(&error, text)))
}

fn from_yaml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_saphyr::from_str(text).map_err(|error| refusal(path, text, place::yaml(&error)))
}

fn refusal(path: &Path, text: &str, (message, at): place::Problem) -> Failure {
    DataFileError::new(path, text, &message, at).into()
}
