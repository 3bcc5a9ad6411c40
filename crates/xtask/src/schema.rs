//! Writes the JSON schema of configurations, which names every rule.

use std::{fs, path::Path};

use ipxe_lint::config::Config;

use crate::{codegen::Mode, docs::DocsError};

/// Writes or compares the schema.
///
/// # Errors
/// See [`DocsError`].
pub fn run(mode: Mode) -> Result<(), DocsError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-lint/schemas/config.schema.json");
    // A value of JSON itself can always be written.
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Config)).unwrap_or_default() + "\n";
    if fs::read_to_string(&path).is_ok_and(|old| old == schema) {
        return Ok(());
    }
    match mode {
        Mode::Check => Err(DocsError::OutOfDate(vec!["config.schema.json".to_owned()])),
        Mode::Write => fs::write(&path, schema).map_err(|source| DocsError::File { path, source }),
    }
}
