//! Document roots of servers.

use std::{
    io,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};
use ipxe_lint::{Root, config::RootDirectory};

use crate::{ConfigFile, Failure, Here};

/// The stated document roots, with all of their files. An error in a root from a configuration file is shown in that
/// file.
pub fn roots(stated: &[RootDirectory], file: Option<&ConfigFile>) -> Result<Vec<Root>, Failure> {
    let file = file.filter(|file| file.config.root == stated);
    let root = |(number, stated): (usize, &RootDirectory)| {
        root(stated).map_err(|failure| match file {
            Some(file) => file.blame(&["root", &number.to_string()], failure),
            None => failure,
        })
    };
    stated.iter().enumerate().map(root).collect()
}

fn root(stated: &RootDirectory) -> Result<Root, Failure> {
    let directory = &stated.directory;
    if !directory.is_dir() {
        let error = std::fs::metadata(directory).err().unwrap_or(io::ErrorKind::NotADirectory.into());
        return Err(Failure::Unreadable { path: directory.clone(), error });
    }
    let mut files = Vec::new();
    // A server follows links, and ignores ignore files.
    let mut walk = WalkBuilder::new(directory);
    walk.standard_filters(false).follow_links(true).filter_entry(|entry| !is_version_control(entry));
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                files.extend(entry.path().strip_prefix(directory).map(Path::to_path_buf));
            }
            // A file that cannot be read may exist. A broken link, or a link to a folder around it, is not a file.
            Err(error) if error.io_error().is_some_and(is_locked) => {
                let error = error.into_io_error().unwrap_or(io::ErrorKind::PermissionDenied.into());
                return Err(Failure::Unreadable { path: directory.clone(), error });
            }
            _ => {}
        }
    }
    let root = Root::new(directory, files);
    Ok(match &stated.url {
        Some(url) => root.with_url(url),
        None => root,
    })
}

/// Whether a directory contains the internals of version control.
#[must_use]
pub fn is_version_control(entry: &DirEntry) -> bool {
    entry.depth() > 0 && [".git", ".hg", ".svn", ".jj"].iter().any(|name| entry.file_name() == *name)
}

fn is_locked(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}

/// A script's path in the notation of its root, so that it is found there whatever its own notation is.
pub fn path_in(roots: &[RootDirectory], path: &Path, here: &Here) -> PathBuf {
    let absolute = here.absolute(path);
    let inside = roots.iter().find_map(|root| {
        let below = absolute.strip_prefix(here.absolute(&root.directory)).ok()?;
        Some(root.directory.join(below))
    });
    inside.unwrap_or_else(|| path.to_path_buf())
}
