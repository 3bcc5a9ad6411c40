use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ipxe_lint::host::{TemplateEngine, Templating};

use crate::{ConfigFile, FILE_NAME, Failure, Here, paths::parent};

/// Finds the effective configuration files.
#[derive(Debug)]
pub struct Finder {
    /// The base of relative paths.
    pub here: Here,
    source: Source,
    /// The templates option of the command line.
    template: Option<Templating>,
    /// The results for the directories so far.
    folders: Mutex<HashMap<PathBuf, Option<Arc<ConfigFile>>>>,
}

/// How configuration files are found.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    /// This one applies everywhere, instead of the one that is nearest to each script.
    pub file: Option<PathBuf>,
    /// None count.
    pub isolated: bool,
    /// The template engine of all scripts, whatever their configurations are.
    pub template: Option<Templating>,
}

#[derive(Debug)]
enum Source {
    /// None count.
    Nowhere,
    /// This one applies everywhere.
    File(Arc<ConfigFile>),
    /// The first one upwards from each script applies.
    Nearest,
}

impl Default for Finder {
    /// Finds none.
    fn default() -> Self {
        Self { here: Here::default(), source: Source::Nowhere, template: None, folders: Mutex::default() }
    }
}

impl Finder {
    /// Creates a finder.
    ///
    /// # Errors
    /// If a named file cannot be used.
    pub fn new(here: Here, lookup: &Lookup) -> Result<Self, Failure> {
        let source = match &lookup.file {
            Some(path) => Source::File(Arc::new(ConfigFile::read(&here.absolute(path), &here)?)),
            None if lookup.isolated => Source::Nowhere,
            None => Source::Nearest,
        };
        Ok(Self { here, source, template: lookup.template.clone(), folders: Mutex::default() })
    }

    /// The template engine of a file: from the command line, the configuration, or its extension.
    pub fn templating(&self, path: &Path) -> Result<Templating, Failure> {
        if let Some(template) = &self.template {
            return Ok(template.clone());
        }
        let absolute = self.here.absolute(path);
        let configured = self.of_absolute(&absolute)?.and_then(|file| file.templating(&absolute));
        let by_name = || TemplateEngine::of_path(path).map(Templating::of);
        Ok(configured.or_else(by_name).unwrap_or_default())
    }

    /// The configuration of a script.
    pub fn of_file(&self, path: &Path) -> Result<Option<Arc<ConfigFile>>, Failure> {
        self.of_absolute(&self.here.absolute(path))
    }

    /// The configuration of a script with an absolute path.
    pub fn of_absolute(&self, path: &Path) -> Result<Option<Arc<ConfigFile>>, Failure> {
        self.of_folder(parent(path))
    }

    /// The configuration of the files in a directory with an absolute path.
    pub fn of_folder(&self, folder: &Path) -> Result<Option<Arc<ConfigFile>>, Failure> {
        match &self.source {
            Source::Nowhere => Ok(None),
            Source::File(file) => Ok(Some(Arc::clone(file))),
            Source::Nearest => self.nearest(folder),
        }
    }

    /// All effective configuration files, and the files that they name.
    pub fn files_named(&self) -> Vec<PathBuf> {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let named = match &self.source {
            Source::File(file) => Some(file),
            Source::Nowhere | Source::Nearest => None,
        };
        let files = folders.values().flatten().chain(named);
        let paths = files.flat_map(|file| {
            let config = &file.config;
            let banner = config.target.banner_file.as_ref();
            [
                Some(&file.path),
                config.context.as_ref(),
                config.profile.as_ref(),
                config.baseline.as_ref(),
                banner,
            ]
        });
        paths.flatten().cloned().collect()
    }

    fn nearest(&self, folder: &Path) -> Result<Option<Arc<ConfigFile>>, Failure> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut passed, mut found) = (Vec::new(), None);
        for ancestor in folder.ancestors() {
            if let Some(known) = folders.get(ancestor) {
                found.clone_from(known);
                break;
            }
            passed.push(ancestor);
            found = ConfigFile::read_if_there(&ancestor.join(FILE_NAME), &self.here)?.map(Arc::new);
            if found.is_some() {
                break;
            }
        }
        folders.extend(passed.into_iter().map(|folder| (folder.to_path_buf(), found.clone())));
        Ok(found)
    }
}
