use std::{
    fs, io,
    path::{Path, PathBuf},
};

use ipxe_lint::{Baseline, Baselined, KnownFinding, Report};

use crate::{Failure, Here, data_file::from_json, small_file};

/// A file with known findings. It names scripts by their paths from its own directory.
#[derive(Debug)]
pub struct BaselineFile {
    path: PathBuf,
    /// The absolute directory.
    folder: PathBuf,
    baseline: Baseline,
}

impl BaselineFile {
    /// Reads a file that must exist.
    pub fn read(path: &Path, here: &Here) -> Result<Self, Failure> {
        let unreadable = |error| Failure::Unreadable { path: path.to_path_buf(), error };
        let text = small_file::read(path).map_err(unreadable)?;
        Ok(Self { baseline: from_json(path, &String::from_utf8_lossy(&text))?, ..Self::empty(path, here) })
    }

    /// Reads a file that will be replaced: if it exists, it must be a baseline.
    pub fn read_old(path: &Path, here: &Here) -> Result<Self, Failure> {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::empty(path, here)),
            _ => Self::read(path, here),
        }
    }

    fn empty(path: &Path, here: &Here) -> Self {
        let absolute = here.absolute(path);
        let folder = absolute.parent().unwrap_or(&absolute).to_path_buf();
        Self { path: path.to_path_buf(), folder, baseline: Baseline::default() }
    }

    /// The known findings.
    pub fn entries(&self) -> impl Iterator<Item = (&KnownFinding, usize)> {
        self.baseline.iter()
    }

    /// The known findings, for changes.
    #[must_use]
    pub fn old(&self) -> Baseline {
        self.baseline.clone()
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a script in this file.
    pub fn name_of(&self, script: &Path, here: &Here) -> String {
        let script = here.absolute(script);
        let name = Here::at(self.folder.clone()).relative(&script);
        name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// Whether the script with this path in the file still exists.
    #[must_use]
    pub fn has_script(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }

    /// Removes the known findings of a script from a report about a text of it.
    pub fn apply(&self, name: &str, text: &[u8], report: &mut Report) -> Baselined {
        self.baseline.apply(name, text, report)
    }
}
