use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use super::lacks::{Lack, Lacks, Why};

use ipxe_machine::simulate::Files;

use crate::failure::Failure;

/// The most bytes of a file that are served. Real images are smaller; a file that grows for ever is not.
const LARGEST_FILE: u64 = 1 << 30;

/// The files of a directory, served to a run. Nothing outside of it is, also through symbolic links.
#[derive(Debug)]
pub(crate) struct Directory {
    /// Without links in it; none: there is no directory, and no file.
    root: Option<PathBuf>,
    /// As it was named.
    path: PathBuf,
    /// Where it is noted what was asked for and is not there.
    lacks: Lacks,
}

impl Directory {
    /// The files of a directory that is there.
    pub(crate) fn new(path: &Path) -> Result<Self, Failure> {
        let root = fs::canonicalize(path).and_then(|root| {
            if root.is_dir() { Ok(root) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) }
        });
        match root {
            Ok(root) => Ok(Self { root: Some(root), path: path.to_path_buf(), lacks: Lacks::default() }),
            Err(error) => Err(Failure::Unreadable { path: path.to_path_buf(), error }),
        }
    }

    /// No files.
    pub(crate) fn none() -> Self {
        Self { root: None, path: PathBuf::new(), lacks: Lacks::default() }
    }

    /// The same files; what is asked for and not there is noted.
    pub(crate) fn noting(self, lacks: &Lacks) -> Self {
        Self { lacks: lacks.clone(), ..self }
    }

    /// Where a file is, without links, if it is one that can be served.
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
        // Pipes and devices are no files: reading one may never end.
        if metadata.is_file() { Ok(path) } else { Err(Why::NoFile) }
    }

    fn bytes(&self, path: &[u8]) -> Result<Vec<u8>, Why> {
        let unreadable = |error: io::Error| Why::Unreadable(error.to_string());
        let mut bytes = Vec::new();
        let file = File::open(self.find(path)?).map_err(unreadable)?;
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 <= LARGEST_FILE { Ok(bytes) } else { Err(Why::TooLarge) }
    }
}

impl Files for Directory {
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        self.bytes(path).ok()
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
