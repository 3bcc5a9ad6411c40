//! The stated document roots of servers.

use std::path::{Path, PathBuf};

use foldhash::{HashMap, HashSet};
use ipxe_catalog::world::{FileClass, FileKind, served_name};
use ipxe_language::{
    text::Text,
    uri::{Uri, UriScheme},
    value::percent_decode,
};

use super::paths::{components, normal};

/// The base of URIs without a scheme, in a root without a known URL. No URI in iPXE begins like this.
const NO_URL: &[u8] = b"root://";

/// The maximum number of folders around a script in which a missing file is searched.
const FOLDERS: usize = 64;

/// A directory that is a server's document root, with all of its files: the server has no others.
///
/// Names of templates count without the template engine's extension: `menu.ipxe.j2` is served as `menu.ipxe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    directory: PathBuf,
    url: Option<Vec<u8>>,
    files: Vec<PathBuf>,
}

impl Root {
    /// The root `directory`, whose path has the same base as the paths of scripts, with the files at these paths below
    /// it.
    #[must_use]
    pub fn new<P: Into<PathBuf>>(directory: impl Into<PathBuf>, files: impl IntoIterator<Item = P>) -> Self {
        Self { directory: directory.into(), url: None, files: files.into_iter().map(Into::into).collect() }
    }

    /// The same root, with the URL of its directory.
    #[must_use]
    pub fn with_url(self, url: &str) -> Self {
        Self { url: Some(url.trim_end_matches('/').into()), ..self }
    }
}

/// The result of looking up a URI in the stated roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The URI may lead elsewhere: to another server, or to an unknown place.
    Elsewhere,
    /// The file at this path below its root.
    File(Vec<u8>),
    /// No file.
    Absent(Absent),
}

/// A file that is not in a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// The path at which it was expected, below the root.
    pub path: Vec<u8>,
    /// Whether the URI is relative to the script, so that it cannot refer to another server.
    pub is_relative: bool,
    /// The file whose path is the same except for upper and lower case.
    pub in_other_case: Option<Vec<u8>>,
    /// The file that the URI would find relative to one of the folders around the script.
    pub misplaced: Option<Misplaced>,
    /// The only file of the root with the same name, in another folder.
    pub namesake: Option<Vec<u8>>,
    /// An image that is in the same folder: it holds what machines boot.
    pub image_beside: Option<Vec<u8>>,
    /// Whether it has the extension that scripts have in the root: others a program on the server may answer.
    pub is_called_like_scripts: bool,
}

/// A file that the script looks for in the wrong folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Its path below the root.
    pub path: Vec<u8>,
    /// The URI with which the script would find it.
    pub uri: Vec<u8>,
}

/// All stated roots.
#[derive(Debug, Default)]
pub(crate) struct Roots {
    shelves: Vec<Shelf>,
    /// The file extensions of scripts. A program on the server may answer requests for other extensions.
    extensions: HashSet<Vec<u8>>,
}

#[derive(Debug)]
struct Shelf {
    directory: Vec<Vec<u8>>,
    url: Option<Vec<u8>>,
    /// The files by their paths in lower case.
    folded: HashMap<Vec<u8>, Vec<Vec<u8>>>,
    /// By file name, the number of files with this name, and one of them.
    named: HashMap<Vec<u8>, (usize, Vec<u8>)>,
    /// By the paths of folders, the first image that is in each.
    images: HashMap<Vec<u8>, Vec<u8>>,
}

impl Roots {
    /// The roots. The scripts that are in them are added to their files.
    pub(crate) fn new(roots: &[Root], scripts: &[PathBuf]) -> Self {
        let mut shelves: Vec<Shelf> = roots.iter().map(Shelf::new).collect();
        // The innermost comes first: a script belongs to that one.
        shelves.sort_by_key(|shelf| std::cmp::Reverse(shelf.directory.len()));
        let mut roots = Self { shelves, extensions: HashSet::default() };
        for script in scripts {
            if let Some((at, path)) = roots.place(script) {
                roots
                    .extensions
                    .extend(path.last().and_then(|name| extension(name)).map(<[u8]>::to_ascii_lowercase));
                roots.shelves[at].add(&path);
            }
        }
        roots
    }

    /// The number of the root that contains a script, and the script's path in it.
    fn place(&self, script: &Path) -> Option<(usize, Vec<Vec<u8>>)> {
        // Most projects state none.
        if self.shelves.is_empty() {
            return None;
        }
        let path = served(components(script));
        self.shelves.iter().enumerate().find_map(|(at, shelf)| {
            let below = path.strip_prefix(shelf.directory.as_slice()).filter(|below| !below.is_empty())?;
            Some((at, below.to_vec()))
        })
    }

    /// Looks up a URI in a script, as far as it is known.
    pub(crate) fn look_up(&self, script: &Path, uri: &Text<'_>) -> Stored {
        let place = self.place(script);
        let Some((at, path)) = self.path_of(place.as_ref(), uri) else { return Stored::Elsewhere };
        match self.shelves[at].look_up(place.filter(|(own, _)| *own == at), uri, &path) {
            Stored::Absent(absent) => {
                let is_called_like_scripts = self.is_called_like_scripts(&path);
                if !is_called_like_scripts && absent.image_beside.is_none() {
                    return Stored::Elsewhere;
                }
                Stored::Absent(Absent { is_called_like_scripts, ..absent })
            }
            stored => stored,
        }
    }

    fn is_called_like_scripts(&self, path: &[Vec<u8>]) -> bool {
        let extension = path.last().and_then(|name| extension(name));
        extension.is_some_and(|extension| self.extensions.contains(&extension.to_ascii_lowercase()))
    }

    /// The path of the file that a URI in a script leads to, if it is in a root or expected there.
    pub(crate) fn file_of(&self, script: &Path, uri: &Text<'_>) -> Option<Vec<Vec<u8>>> {
        let (at, path) = self.path_of(self.place(script).as_ref(), uri)?;
        Some([self.shelves[at].directory.as_slice(), &path].concat())
    }

    /// The root that a URI leads to, and the path below it.
    fn path_of(
        &self,
        place: Option<&(usize, Vec<Vec<u8>>)>,
        uri: &Text<'_>,
    ) -> Option<(usize, Vec<Vec<u8>>)> {
        if self.shelves.is_empty() {
            return None;
        }
        let absolute = match place {
            Some((at, path)) => {
                let base = Text::known([self.shelves[*at].base(), b"/", &path.join(&b'/')].concat());
                Uri::parse(uri).resolve(&Uri::parse(&base))?
            }
            None => uri.clone().into_owned(),
        };
        // Unknown text after the path does not matter.
        let known = absolute.head();
        let end = known.iter().position(|byte| b"?#".contains(byte));
        let absolute = known.get(..end.or(absolute.is_known().then_some(known.len()))?)?;
        self.shelves.iter().enumerate().find_map(|(at, shelf)| {
            let is_own = place.is_some_and(|(own, _)| *own == at);
            let base = shelf.url.as_deref().or(is_own.then_some(NO_URL))?;
            let rest = absolute.strip_prefix(base).filter(|rest| rest.starts_with(b"/"))?;
            let parts = rest.split(|byte| *byte == b'/').skip(1);
            let parts: Vec<Vec<u8>> = parts.map(percent_decode).collect();
            // A path that ends in a slash is not a file.
            parts.last().filter(|name| !name.is_empty())?;
            Some((at, normal(parts.into_iter().filter(|part| !part.is_empty()).collect())))
        })
    }
}

impl Shelf {
    fn new(root: &Root) -> Self {
        let mut shelf = Self {
            directory: components(&root.directory),
            url: root.url.clone(),
            folded: HashMap::default(),
            named: HashMap::default(),
            images: HashMap::default(),
        };
        for path in root.files.iter().map(|file| components(file)) {
            shelf.add(&served(path.clone()));
            shelf.add(&path);
        }
        shelf
    }

    fn add(&mut self, path: &[Vec<u8>]) {
        let (Some(name), whole) = (path.last(), path.join(&b'/')) else { return };
        let alike = self.folded.entry(whole.to_ascii_lowercase()).or_default();
        if !alike.contains(&whole) {
            if is_image(name) {
                let folder = path.get(..path.len() - 1).unwrap_or_default().join(&b'/');
                let first = self.images.entry(folder).or_insert_with(|| name.clone());
                if name < first {
                    first.clone_from(name);
                }
            }
            self.named.entry(name.clone()).or_insert((0, whole.clone())).0 += 1;
            alike.push(whole);
        }
    }

    fn base(&self) -> &[u8] {
        self.url.as_deref().unwrap_or(NO_URL)
    }

    fn has(&self, path: &[u8]) -> bool {
        self.alike(path).iter().any(|other| other == path)
    }

    /// The files whose paths are the same except for upper and lower case.
    fn alike(&self, path: &[u8]) -> &[Vec<u8>] {
        self.folded.get(&path.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Looks up the path of a URI in a script. The script may be in this root itself.
    fn look_up(&self, place: Option<(usize, Vec<Vec<u8>>)>, uri: &Text<'_>, path: &[Vec<u8>]) -> Stored {
        let whole = path.join(&b'/');
        if self.has(&whole) {
            return Stored::File(whole);
        }
        let uri = Uri::parse(uri);
        let is_own = uri.scheme == UriScheme::Absent;
        let written = uri.path.and_then(|path| path.as_known()).unwrap_or_default();
        let misplaced = place.filter(|_| is_own).and_then(|(_, script)| self.misplaced(&script, written));
        let namesake = path.last().and_then(|name| self.named.get(name)).filter(|(count, _)| *count == 1);
        Stored::Absent(Absent {
            is_relative: is_own && !written.starts_with(b"/"),
            in_other_case: self.alike(&whole).first().cloned(),
            misplaced,
            namesake: namesake.map(|(_, path)| path.clone()),
            image_beside: path
                .split_last()
                .and_then(|(_, folder)| self.images.get(&folder.join(&b'/')).cloned()),
            is_called_like_scripts: false,
            path: whole,
        })
    }

    /// The file that a path in a script finds relative to one of the folders around the script, the innermost first.
    fn misplaced(&self, script: &[Vec<u8>], written: &[u8]) -> Option<Misplaced> {
        let parts = written.split(|byte| *byte == b'/').filter(|part| !matches!(*part, b"" | b"." | b".."));
        let parts: Vec<Vec<u8>> = parts.map(percent_decode).collect();
        let folders = script.get(..script.len().checked_sub(1)?)?;
        (0..=folders.len()).rev().take(FOLDERS).find_map(|depth| {
            let path = [folders.get(..depth)?, &parts].concat();
            let whole = path.join(&b'/');
            self.has(&whole).then(|| Misplaced { uri: relative(folders, &path), path: whole })
        })
    }
}

/// Whether a file is one of those that machines boot with, as its name says; not a tool that comes with scripts.
fn is_image(name: &[u8]) -> bool {
    FileKind::of(name).is_some_and(|kind| {
        use FileClass::{
            Archive, Disc, Disk, FileSystem, Initrd, LinuxKernel, MultibootKernel, WindowsFile, WindowsImage,
        };
        matches!(
            kind.class,
            Archive
                | Disc
                | Disk
                | FileSystem
                | Initrd
                | LinuxKernel
                | MultibootKernel
                | WindowsFile
                | WindowsImage
        )
    })
}

/// The extension of a file's name.
fn extension(name: &[u8]) -> Option<&[u8]> {
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0)?;
    name.get(dot + 1..)
}

/// The relative URI of a file from a script in these folders.
fn relative(folders: &[Vec<u8>], path: &[Vec<u8>]) -> Vec<u8> {
    let above = path.len().saturating_sub(1);
    let common = folders.iter().zip(path).take(above).take_while(|(one, other)| one == other).count();
    let climbing = folders.iter().skip(common).map(|_| b"..".to_vec());
    climbing.chain(path.iter().skip(common).cloned()).collect::<Vec<_>>().join(&b'/')
}

/// The path under which a file is served.
fn served(mut path: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    if let Some(name) = path.last_mut() {
        name.truncate(served_name(name).len());
    }
    path
}
