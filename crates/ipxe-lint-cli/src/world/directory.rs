use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use super::lacks::{Lack, Lacks, Why};

use ipxe_catalog::world::{Meaning, served_name};
use ipxe_lint::host::Template;
use ipxe_machine::simulate::Files;

use crate::failure::Failure;

/// The maximum number of bytes of a served file. Real images are smaller, unlike a file that grows forever.
const LARGEST_FILE: u64 = 1 << 30;

/// The number of bytes that are read of a file that is not a script, if only scripts matter.
const BEGINNING: u64 = 1 << 16;

/// The files of a directory, served to a run. Files outside of it are not served, not even through symbolic links.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    /// Without links in it. None: there is no directory, and no file.
    root: Option<PathBuf>,
    /// As given.
    path: PathBuf,
    /// The list of missing files.
    lacks: Lacks,
    /// Whether templates are rendered, and served without the engine's extension. Only the beginning of other files is
    /// read.
    has_templates: bool,
}

impl Directory {
    /// The files of an existing directory.
    pub(crate) fn new(path: &Path) -> Result<Self, Failure> {
        let root = fs::canonicalize(path).and_then(|root| {
            if root.is_dir() { Ok(root) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) }
        });
        match root {
            Ok(root) => Ok(Self { root: Some(root), path: path.to_path_buf(), ..Self::none() }),
            Err(error) => Err(Failure::Unreadable { path: path.to_path_buf(), error }),
        }
    }

    /// No files.
    pub(crate) fn none() -> Self {
        Self { root: None, path: PathBuf::new(), lacks: Lacks::default(), has_templates: false }
    }

    /// The same files; requests for missing ones are recorded.
    pub(crate) fn noting(self, lacks: &Lacks) -> Self {
        Self { lacks: lacks.clone(), ..self }
    }

    /// The same, with one rendering of templates, which are served without the engine's extension. Only the beginning
    /// of other files is read.
    pub(crate) fn with_templates(self) -> Self {
        Self { has_templates: true, ..self }
    }

    /// The path under which a file below a directory is served, with slashes.
    pub(crate) fn served_path(below: &Path) -> Vec<u8> {
        let parts = below.components().map(|part| part.as_os_str().as_encoded_bytes());
        let mut path = parts.collect::<Vec<_>>().join(&b'/');
        path.truncate(served_name(&path).len());
        path
    }

    /// The file that is served at a path, and as many of its bytes as are needed.
    pub(crate) fn served(&self, path: &[u8]) -> Result<(PathBuf, Vec<u8>), Why> {
        let suffixes = Meaning::TemplateSuffix.words().filter(|_| self.has_templates);
        let templates = suffixes.map(|suffix| [path, b".", suffix.as_bytes()].concat());
        let own = self.bytes(path).map(|bytes| (path.to_vec(), bytes));
        let found = own.or_else(|why| {
            let mut templates = templates.filter_map(|path| Some((self.bytes(&path).ok()?, path)));
            templates.next().map(|(bytes, path)| (path, bytes)).ok_or(why)
        });
        found.map(|(path, bytes)| (PathBuf::from(String::from_utf8_lossy(&path).into_owned()), bytes))
    }

    /// The path of a file, without links, if it can be served.
    fn find(&self, path: &[u8]) -> Result<PathBuf, Why> {
        let root = self.root.as_ref().ok_or(Why::Missing)?;
        let path = std::str::from_utf8(path).map_err(|_| Why::Missing)?;
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Why::Outside);
        }
        let path = fs::canonicalize(root.join(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Why::Missing,
            _ => Why::Unreadable(error.to_string()),
        })?;
        if !path.starts_with(root) {
            return Err(Why::Outside);
        }
        let metadata = fs::metadata(&path).map_err(|error| Why::Unreadable(error.to_string()))?;
        // Pipes and devices are not files: reading one may never end.
        if metadata.is_file() { Ok(path) } else { Err(Why::NoFile) }
    }

    fn bytes(&self, path: &[u8]) -> Result<Vec<u8>, Why> {
        let unreadable = |error: io::Error| Why::Unreadable(error.to_string());
        let mut bytes = Vec::new();
        let mut file = File::open(self.find(path)?).map_err(unreadable)?;
        if self.has_templates {
            file.by_ref().take(BEGINNING).read_to_end(&mut bytes).map_err(unreadable)?;
            let has = |header: &[u8]| bytes.windows(header.len()).any(|bytes| bytes == header);
            if !has(b"#!ipxe") && !has(b"#!gpxe") {
                return Ok(bytes);
            }
        }
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 <= LARGEST_FILE { Ok(bytes) } else { Err(Why::TooLarge) }
    }
}

impl Files for Directory {
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        let (_, bytes) = self.served(path).ok()?;
        let template = if self.has_templates { Template::read(&bytes) } else { None };
        let rendering = template.and_then(|template| Some(template.renderings().first()?.text().to_vec()));
        Some(rendering.unwrap_or(bytes))
    }

    fn lack(&mut self, uri: &[u8], path: Option<&[u8]>) {
        if self.root.is_none() {
            return;
        }
        let why = path.map_or(Some(Why::Outside), |path| self.bytes(path).err());
        let relative = path.map(|path| String::from_utf8_lossy(path).into_owned()).unwrap_or_default();
        let lack =
            |why| Lack { uri: uri.to_vec(), file: self.path.join(relative), below: self.path.clone(), why };
        self.lacks.extend(why.map(lack));
    }
}
