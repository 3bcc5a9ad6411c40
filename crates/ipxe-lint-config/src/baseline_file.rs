use std::{
    fs, io,
    path::{Path, PathBuf},
};

use ipxe_lint::{Baseline, Baselined, KnownFinding, Report};

use crate::{Failure, Here, data_file::from_json, small_file};

/// A file with known findings. It calls scripts by their paths from its own directory.
#[derive(Debug)]
pub struct BaselineFile {
    path: PathBuf,
    /// From the root on.
    folder: PathBuf,
    baseline: Baseline,
}

impl BaselineFile {
    /// Reads a file that must be there.
    pub fn read(path: &Path, here: &Here) -> Result<Self, Failure> {
        let unreadable = |error| Failure::Unreadable { path: path.to_path_buf(), error };
        let text = small_file::read(path).map_err(unreadable)?;
        Ok(Self { baseline: from_json(path, &String::from_utf8_lossy(&text))?, ..Self::empty(path, here) })
    }

    /// Reads a file that is to be replaced: if it is there, it has to be a baseline.
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

    /// What it knows.
    pub fn entries(&self) -> impl Iterator<Item = (&KnownFinding, usize)> {
        self.baseline.iter()
    }

    /// All that it knows, to be changed.
    #[must_use]
    pub fn old(&self) -> Baseline {
        self.baseline.clone()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it calls a script.
    pub fn name_of(&self, script: &Path, here: &Here) -> String {
        let script = here.absolute(script);
        let name = Here::at(self.folder.clone()).relative(&script);
        name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// Whether the script that it calls so is still there.
    #[must_use]
    pub fn has_script(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }

    /// Takes what it knows of a script out of a report about some text.
    pub fn apply(&self, name: &str, text: &[u8], report: &mut Report) -> Baselined {
        self.baseline.apply(name, text, report)
    }
}
