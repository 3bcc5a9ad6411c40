use std::{io, path::PathBuf};

use crate::inputs::LARGEST_SCRIPT;

/// Why a job could not be done, or not all of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A path that is not there, or that may not be read.
    #[error("cannot read `{}`: {}", shown(path), reason(error))]
    Unreadable { path: PathBuf, error: io::Error },
    /// More bytes than any script has.
    #[error("`{}` is too large for a script: more than {} MiB", shown(path), LARGEST_SCRIPT >> 20)]
    TooLarge { path: PathBuf },
    /// Directories without scripts.
    #[error("no iPXE scripts in {}", list(paths))]
    NoScripts { paths: Vec<PathBuf> },
    /// A target that no iPXE has.
    #[error(transparent)]
    Target(#[from] ipxe_catalog::UnknownName),
    /// A report that could not be written.
    #[error("cannot write {}: {}", target(path.as_ref()), reason(error))]
    Unwritable { path: Option<PathBuf>, error: io::Error },
}

/// A path without characters that a terminal would act upon.
pub(crate) fn shown(path: &std::path::Path) -> String {
    ipxe_lint::printable(&path.to_string_lossy())
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", shown(path))).collect::<Vec<_>>().join(", ")
}

fn target(path: Option<&PathBuf>) -> String {
    path.map_or_else(|| "the report".to_owned(), |path| format!("`{}`", shown(path)))
}

/// What the system says, without its error number: that helps nobody.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
