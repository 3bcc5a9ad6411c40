//! Data files: contexts, profiles and tests, from TOML, JSON and YAML files.

mod place;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::de::DeserializeOwned;

use crate::{Failure, data_error::DataFileError, small_file};

/// The format of a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// TOML
    Toml,
    /// JSON
    Json,
    /// YAML
    Yaml,
}

/// The context from the command line, if its name does not show its format, or it can only be read once. It applies to
/// all scripts, whatever their configurations are.
static READ_ONCE: Mutex<BTreeMap<PathBuf, (Form, Arc<str>)>> = Mutex::new(BTreeMap::new());

/// Stores the text of a context from the command line, which is used whatever the file's name is.
pub fn keep(path: &Path, form: Form, text: &str) {
    READ_ONCE.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf(), (form, text.into()));
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    small_file::read(path).map_err(|error| Failure::Unreadable { path: path.to_path_buf(), error })
}

/// The format of a file, according to its name.
#[must_use]
pub fn form_of(path: &Path) -> Option<Form> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "toml" => Some(Form::Toml),
        "json" => Some(Form::Json),
        "yaml" | "yml" => Some(Form::Yaml),
        _ => None,
    }
}

/// Reads a data file; its extension determines the format.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let known = READ_ONCE.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
    if let Some((form, text)) = known {
        return parse(path, form, &text);
    }
    let bytes = bytes(path)?;
    match form_of(path) {
        Some(form) => parse(path, form, &String::from_utf8_lossy(&bytes)),
        None => Err(Failure::UnknownDataFormat { path: path.to_path_buf() }),
    }
}

fn parse<T: DeserializeOwned>(path: &Path, form: Form, text: &str) -> Result<T, Failure> {
    match form {
        Form::Toml => from_toml(path, text),
        Form::Json => from_json(path, text),
        Form::Yaml => from_yaml(path, text),
    }
}

/// Parses the text of a TOML file.
pub fn from_toml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    toml::from_str(text).map_err(|error| refusal(path, text, place::toml(&error, text)))
}

/// Parses the text of a JSON file.
pub fn from_json<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| refusal(path, text, place::json(&error, text)))
}

fn from_yaml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Failure> {
    serde_saphyr::from_str(text).map_err(|error| refusal(path, text, place::yaml(&error)))
}

fn refusal(path: &Path, text: &str, (message, at): place::Problem) -> Failure {
    DataFileError::new(path, text, &message, at).into()
}
