//! Finds the script that a URI refers to.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    sync::Arc,
};

use foldhash::HashMap;
use ipxe_catalog::world::served_name;
use ipxe_language::{
    text::{Piece, Text},
    uri::{Uri, UriScheme},
};

use super::Served;
use crate::given::{
    Roots,
    paths::{components, normal},
};

/// The maximum number of comparisons of scripts with URIs. Projects need far fewer, unless every script starts every
/// other.
const COMPARISONS: usize = 1 << 22;

/// The scripts of a project by path.
pub(super) struct Files {
    all: Vec<File>,
    by_path: HashMap<Vec<Vec<u8>>, usize>,
    by_name: HashMap<Vec<u8>, Vec<usize>>,
    by_folder: HashMap<Vec<Vec<u8>>, Vec<usize>>,
    /// The number of outermost folders that all of them share.
    common: usize,
    /// URLs, each with the folder that contains the files below it.
    served: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
    roots: Arc<Roots>,
    /// The rest of [`COMPARISONS`].
    budget: Cell<usize>,
}

struct File {
    /// As it was given.
    path: PathBuf,
    /// From the outermost.
    folders: Vec<Vec<u8>>,
    name: Vec<u8>,
}

/// The target of a URI, as far as it is known.
#[derive(Debug)]
struct Destination {
    name: Text<'static>,
    /// Its folders, from the innermost up to the first unknown one.
    folders: Vec<Vec<u8>>,
    /// Whether these are all, and relative to the script.
    is_relative: bool,
}

impl Files {
    pub(super) fn new(paths: &[PathBuf], served: &[Served], roots: &Arc<Roots>) -> Self {
        let files: Vec<File> = paths.iter().map(|path| File::new(path)).collect();
        let mut by_path: HashMap<_, usize> = HashMap::default();
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::default();
        let mut by_folder: HashMap<_, Vec<usize>> = HashMap::default();
        for (at, file) in files.iter().enumerate() {
            by_name.entry(file.name.clone()).or_default().push(at);
            by_folder.entry(file.folders.clone()).or_default().push(at);
            by_path.entry([file.folders.as_slice(), std::slice::from_ref(&file.name)].concat()).or_insert(at);
        }
        let served = served.iter().map(|served| (served.url.clone(), components(&served.directory)));
        let common = common(&files);
        Self {
            all: files,
            by_path,
            by_name,
            by_folder,
            common,
            served: served.collect(),
            roots: Arc::clone(roots),
            budget: Cell::new(COMPARISONS),
        }
    }

    /// The scripts to which these URIs of a script may refer, ascending.
    pub(super) fn started(&self, from: usize, uris: &[Text<'_>]) -> Vec<usize> {
        let Some(from) = self.all.get(from) else { return Vec::new() };
        let mut started: Vec<usize> = uris.iter().flat_map(|uri| self.meant(from, uri)).collect();
        started.sort_unstable();
        started.dedup();
        started
    }

    /// The scripts to which a URI in this one may refer.
    fn meant(&self, from: &File, uri: &Text<'_>) -> Vec<usize> {
        if let Some(path) = self.roots.file_of(&from.path, uri).or_else(|| self.served(uri)) {
            return self.at(&path).into_iter().collect();
        }
        let Some(destination) = Destination::new(uri) else { return Vec::new() };
        if destination.name.as_known().is_some_and(|name| !self.by_name.contains_key(name)) {
            return Vec::new();
        }
        if destination.is_relative {
            let beside = [from.folders.as_slice(), &reversed(&destination.folders)].concat();
            let Some(name) = destination.name.as_known() else {
                return self.fitting(&normal(beside), &destination.name);
            };
            let found = self.at(&normal([beside, vec![name.to_vec()]].concat()));
            if found.is_some() {
                return found.into_iter().collect();
            }
        }
        match destination.name.as_known() {
            Some(name) => self.best(from, &destination.folders, name),
            None if destination.folders.is_empty() => self.fitting(&from.folders, &destination.name),
            None => Vec::new(),
        }
    }

    /// The path of a file on a server, if the URI is known that far.
    fn served(&self, uri: &Text<'_>) -> Option<Vec<Vec<u8>>> {
        let uri = uri.as_known()?;
        self.served.iter().find_map(|(url, folders)| {
            let rest = uri.strip_prefix(url.as_slice()).filter(|rest| rest.starts_with(b"/"))?;
            let end = rest.iter().position(|byte| b"?#".contains(byte)).unwrap_or(rest.len());
            let below = rest.get(..end)?.split(|byte| *byte == b'/').filter(|part| !part.is_empty());
            Some(folders.iter().cloned().chain(below.map(<[u8]>::to_vec)).collect())
        })
    }

    /// The script at exactly that path.
    fn at(&self, path: &[Vec<u8>]) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The script to which a URI in this one certainly refers, if it is one of these: the URI is relative to the
    /// script, or below a known URL.
    pub(super) fn exact(&self, from: usize, uri: &Text<'_>) -> Option<usize> {
        let from = self.all.get(from)?;
        if let Some(path) = self.roots.file_of(&from.path, uri).or_else(|| self.served(uri)) {
            return self.at(&path);
        }
        let Destination { name, folders, .. } = Destination::new(uri).filter(|there| there.is_relative)?;
        let beside = [from.folders.as_slice(), &reversed(&folders), &[name.as_known()?.to_vec()]].concat();
        self.at(&normal(beside))
    }

    /// All scripts to which a URI in this one can possibly refer. None: any.
    pub(super) fn conceivable(&self, from: usize, uri: &Text<'_>) -> Option<Vec<usize>> {
        let is_stored = self.all.get(from).is_some_and(|from| self.roots.file_of(&from.path, uri).is_some());
        if is_stored || self.served(uri).is_some() {
            return Some(self.started(from, std::slice::from_ref(uri)));
        }
        let Some(Destination { name, .. }) = Destination::new(uri) else {
            return uri.is_known().then(Vec::new);
        };
        match name.as_known() {
            Some(name) => Some(self.by_name.get(name).cloned().unwrap_or_default()),
            None if name.known_bytes().is_empty() || !self.spend(self.all.len()) => None,
            None => {
                let fits = |at: &usize| self.all.get(*at).is_some_and(|file| name.may_equal(&file.name));
                Some((0..self.all.len()).filter(fits).collect())
            }
        }
    }

    /// The scripts of a folder whose names may match.
    fn fitting(&self, folder: &[Vec<u8>], name: &Text<'_>) -> Vec<usize> {
        let Some(beside) = self.by_folder.get(folder).filter(|beside| self.spend(beside.len())) else {
            return Vec::new();
        };
        let fits = |at: &usize| self.all.get(*at).is_some_and(|file| name.may_equal(&file.name));
        beside.iter().copied().filter(fits).collect()
    }

    /// The scripts of that name whose folders match best, and of these the nearest ones.
    fn best(&self, from: &File, folders: &[Vec<u8>], name: &[u8]) -> Vec<usize> {
        let Some(named) = self.by_name.get(name).filter(|named| self.spend(named.len())) else {
            return Vec::new();
        };
        let fit = |at: usize| {
            self.all.get(at).map_or((0, 0), |file| {
                let ends =
                    file.folders.iter().rev().zip(folders).take_while(|(one, other)| one == other).count();
                let near =
                    file.folders.iter().zip(&from.folders).take_while(|(one, other)| one == other).count();
                (ends, near)
            })
        };
        let best = named.iter().map(|at| fit(*at)).max().unwrap_or_default();
        let best_fitting: Vec<usize> = named.iter().copied().filter(|at| fit(*at) == best).collect();
        let is_elsewhere = best == (0, self.common) && from.folders.len() > self.common;
        // A name that several distant scripts have is not significant.
        if is_elsewhere && best_fitting.len() > 1 { Vec::new() } else { best_fitting }
    }

    fn spend(&self, comparisons: usize) -> bool {
        self.budget.set(self.budget.get().saturating_sub(comparisons + 1));
        self.budget.get() > 0
    }
}

impl File {
    fn new(path: &Path) -> Self {
        let mut folders = components(path);
        let name = folders.pop().map(|name| served_name(&name).to_vec()).unwrap_or_default();
        Self { path: path.to_path_buf(), folders, name }
    }
}

impl Destination {
    /// None: the name is missing or completely unknown.
    fn new(text: &Text<'_>) -> Option<Self> {
        let uri = Uri::parse(text);
        let path = uri.path?.to_text();
        let mut parts = parts(&path);
        let name = parts.pop().filter(|name| !name.known_bytes().is_empty())?;
        let is_beginning_known = text.holes().first().is_none_or(|hole| *hole > 0);
        let is_relative =
            uri.scheme == UriScheme::Absent && is_beginning_known && !path.head().starts_with(b"/");
        let known = parts.iter().rev().map_while(Text::as_known).filter(|folder| !folder.is_empty());
        let folders: Vec<Vec<u8>> = known.map(<[u8]>::to_vec).collect();
        let is_relative = is_relative && parts.iter().all(Text::is_known);
        Some(Self { name, folders, is_relative })
    }
}

/// The components of a path.
fn parts(path: &Text<'_>) -> Vec<Text<'static>> {
    let mut parts = vec![Text::default()];
    for piece in path.pieces() {
        match piece {
            Piece::Unknown => parts.last_mut().into_iter().for_each(Text::push_unknown),
            Piece::Known(bytes) => {
                for (at, part) in bytes.split(|byte| *byte == b'/').enumerate() {
                    if at > 0 {
                        parts.push(Text::default());
                    }
                    parts.last_mut().into_iter().for_each(|last| last.push_bytes(part));
                }
            }
        }
    }
    parts
}

/// The number of outermost folders that all files share.
fn common(files: &[File]) -> usize {
    let Some((first, others)) = files.split_first() else { return 0 };
    others.iter().fold(first.folders.len(), |common, file| {
        first.folders.iter().zip(&file.folders).take(common).take_while(|(one, other)| one == other).count()
    })
}

fn reversed(folders: &[Vec<u8>]) -> Vec<Vec<u8>> {
    folders.iter().rev().cloned().collect()
}
