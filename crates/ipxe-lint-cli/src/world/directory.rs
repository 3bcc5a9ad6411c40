use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use ipxe_machine::simulate::Files;

use crate::failure::Failure;

/// The most bytes of a file that are served. Real images are smaller; a file that grows for ever is not.
const LARGEST_FILE: u64 = 1 << 30;

/// The files of a directory, served to a run. Nothing outside of it is, also through symbolic links.
#[derive(Debug)]
pub(crate) struct Directory {
    /// Without links in it; none: there is no directory, and no file.
    root: Option<PathBuf>,
}

impl Directory {
    /// The files of a directory that is there.
    pub(crate) fn new(path: &Path) -> Result<Self, Failure> {
        let root = fs::canonicalize(path).and_then(|root| {
            if root.is_dir() { Ok(root) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) }
        });
        match root {
            Ok(root) => Ok(Self { root: Some(root) }),
            Err(error) => Err(Failure::Unreadable { path: path.to_path_buf(), error }),
        }
    }

    /// No files.
    pub(crate) const fn none() -> Self {
        Self { root: None }
    }
}

impl Files for Directory {
    fn read(&mut self, path: &[u8]) -> Option<Vec<u8>> {
        let root = self.root.as_ref()?;
        let path = Path::new(std::str::from_utf8(path).ok()?);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let path = fs::canonicalize(root.join(path)).ok()?;
        // Pipes and devices are no files: reading one may never end.
        let within = path.starts_with(root) && fs::metadata(&path).ok()?.is_file();
        let mut bytes = Vec::new();
        File::open(within.then_some(path)?).ok()?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= LARGEST_FILE).then_some(bytes)
    }
}
