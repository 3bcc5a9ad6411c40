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
    let found = match extension.as_str() {
        "toml" => toml::from_str(&text).map_err(|error| place::toml(&error)),
        "json" => serde_json::from_str(&text).map_err(|error| place::json(&error, &text)),
        "yaml" | "yml" => serde_saphyr::from_str(&text).map_err(|error| place::yaml(&error)),
        _ => return Err(Failure::UnknownDataFormat { path: path.to_path_buf() }),
    };
    found.map_err(|(message, at)| DataFileError::new(path, &text, &message, at).into())
}
