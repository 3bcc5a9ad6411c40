//! The scripts with which machines start.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_lint::{
    Outline, Project, Root,
    config::{Config, Layers, RootDirectory},
    outline,
};
use ipxe_lint_config::{Finder, ScriptOptions, path_in, roots};

use super::DepsArgs;
use crate::{
    failure::Failure,
    inputs::{document, find, left_out, read},
};

/// The document root, and the scripts with which machines start.
pub(super) fn find_entries(args: &DepsArgs) -> Result<(RootDirectory, Vec<PathBuf>), Failure> {
    let finder = Arc::new(args.world.config().finder()?);
    let folder = if args.path.is_dir() { args.path.clone() } else { parent(&args.path) };
    let file = finder.of_folder(&finder.here.absolute(&folder))?;
    let layers = Layers::new(file.iter().map(|file| &file.config));
    let configured = layers.strongest(|config| config.root.first().cloned());
    let root = args.root.clone().or(configured).unwrap_or(RootDirectory { directory: folder, url: None });
    if !args.path.is_dir() {
        return Ok((root, vec![args.path.clone()]));
    }
    let known = roots(std::slice::from_ref(&root), file.as_deref())?;
    let entries = begin(args, &finder, &root, &known)?;
    if entries.is_empty() {
        let paths = vec![args.path.clone()];
        let why = left_out(&paths, &finder);
        return Err(Failure::NoScripts { paths, why });
    }
    Ok((root, entries))
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The scripts of a directory that are stated to be entry points, or otherwise those that no other one starts.
fn begin(
    args: &DepsArgs,
    finder: &Arc<Finder>,
    root: &RootDirectory,
    known: &[Root],
) -> Result<Vec<PathBuf>, Failure> {
    let found = find(std::slice::from_ref(&args.path), None, finder, false)?;
    let command_line = Config::default();
    let mut options = ScriptOptions::new(finder, &command_line);
    let mut scripts: Vec<(PathBuf, Outline)> = Vec::new();
    let mut stated = Vec::new();
    for input in &found.inputs {
        let Some(source) = read(input)?.filter(|source| document(input, source).is_none()) else { continue };
        let options = options.of(input.path())?;
        if options.entry == Some(true) {
            stated.push(input.path().to_path_buf());
        }
        scripts.push((input.path().to_path_buf(), outline(&ipxe_syntax::parse(&source), &options)));
    }
    if !stated.is_empty() {
        return Ok(stated);
    }
    let paths: Vec<PathBuf> = scripts.iter().map(|(path, _)| path.clone()).collect();
    let roots = std::slice::from_ref(root);
    let placed = scripts.into_iter().map(|(path, outline)| (path_in(roots, &path, &finder.here), outline));
    let project = Project::with_roots(placed, &[], known);
    let started = |by: usize| project.started_by(by).iter().copied().filter(move |to| *to != by);
    let started: HashSet<usize> = (0..paths.len()).flat_map(started).collect();
    let first = paths.iter().enumerate().filter(|(at, _)| !started.contains(at));
    let first: Vec<PathBuf> = first.map(|(_, path)| path.clone()).collect();
    // In a cycle, any of them may be the first.
    Ok(if first.is_empty() { paths } else { first })
}
