use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::{DirEntry, WalkBuilder};
use ipxe_lint_config::{Finder, is_version_control};

use super::Input;
use crate::failure::Failure;

/// The candidates for a check.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Scripts and possible scripts, in the order of their paths, each once.
    pub(crate) inputs: Vec<Input>,
    /// Symbolic links in directories, which are not followed.
    pub(crate) links: Vec<PathBuf>,
    /// Errors during the search.
    pub(crate) failures: Vec<Failure>,
}

/// Finds the inputs in the paths: files, directories, `-` for standard input. With `like_found`, named files are
/// treated like those in a directory.
pub(crate) fn find(
    paths: &[PathBuf],
    stdin_name: Option<&Path>,
    finder: &Arc<Finder>,
    like_found: bool,
) -> Result<Found, Failure> {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let name = stdin_name.unwrap_or(Path::new("<stdin>"));
            found.inputs.push(Input::Stdin(name.to_path_buf()));
            continue;
        }
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => walk(path, finder, &mut found)?,
            Ok(_) if like_found && is_below_excluded(path, finder) => {}
            Ok(_) if like_found => found.inputs.push(in_directory(path.clone(), finder)?),
            Ok(_) => found.inputs.push(Input::Named(path.clone())),
            Err(error) => found.failures.push(Failure::Unreadable { path: path.clone(), error }),
        }
    }
    // A file that is both named and found in a directory counts as named, which sorts first.
    found.inputs.sort_by(|a, b| (a.path(), a).cmp(&(b.path(), b)));
    found.inputs.dedup_by(|a, b| a.path() == b.path());
    Ok(found)
}

/// Finds the files of a directory that neither an ignore file nor a configuration excludes.
fn walk(folder: &Path, finder: &Arc<Finder>, found: &mut Found) -> Result<(), Failure> {
    let mut walk = WalkBuilder::new(folder);
    let config = Arc::clone(finder);
    // Dot files may be scripts; the internals of version control are not. A `.gitignore` also applies outside of a
    // repository, because it lists generated and private files.
    walk.hidden(false)
        .require_git(false)
        .filter_entry(move |entry| !is_version_control(entry) && !is_excluded(entry, &config));
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.path().strip_prefix("./").unwrap_or(entry.path()).to_path_buf();
                found.inputs.push(in_directory(path, finder)?);
            }
            Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {
                let path = entry.path();
                found.links.push(path.strip_prefix("./").unwrap_or(path).to_path_buf());
            }
            Ok(_) => {}
            Err(error) => found.failures.push(unreadable(folder, error)),
        }
    }
    Ok(())
}

/// A file in a directory. The configuration may state that it is a script, whatever its name is.
fn in_directory(path: PathBuf, finder: &Finder) -> Result<Input, Failure> {
    let absolute = finder.here.absolute(&path);
    let is_script = finder.of_absolute(&absolute)?.is_some_and(|config| config.includes(&absolute));
    Ok(if is_script { Input::Named(path) } else { Input::Walked(path) })
}

/// Whether a configuration excludes a file, or a directory around it.
pub(super) fn is_below_excluded(path: &Path, finder: &Finder) -> bool {
    let absolute = finder.here.absolute(path);
    let excludes = |path: &Path| {
        let config = finder.of_absolute(path).ok().flatten();
        config.is_some_and(|config| config.excludes(path, path != absolute))
    };
    absolute.ancestors().any(excludes)
}

/// Whether the effective configuration for the entry excludes it. One that cannot be read is reported later.
fn is_excluded(entry: &DirEntry, finder: &Finder) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    let absolute = finder.here.absolute(entry.path());
    let config = || finder.of_absolute(&absolute).ok().flatten();
    entry.depth() > 0 && config().is_some_and(|config| config.excludes(&absolute, is_folder))
}

/// The walker's error, with the path at fault, or otherwise the requested one.
fn unreadable(folder: &Path, error: ignore::Error) -> Failure {
    let path = path_of(&error).unwrap_or(folder).to_path_buf();
    let text = error.to_string();
    Failure::Unreadable { path, error: error.into_io_error().unwrap_or_else(|| io::Error::other(text)) }
}

fn path_of(mut error: &ignore::Error) -> Option<&Path> {
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}
