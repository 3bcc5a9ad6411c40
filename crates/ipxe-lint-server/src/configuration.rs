//! The options that texts are checked with: from configuration files and, with precedence, from the settings of the
//! client.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_lint::LintOptions;
use ipxe_lint_config::{ConfigFile, Failure, Finder, Here, Lookup, ScriptOptions};

use crate::{project::Scope, settings::Settings};

/// The options that a text is checked with.
#[derive(Clone, Debug)]
pub(crate) struct Checks {
    pub(crate) options: Arc<LintOptions>,
    pub(crate) scope: Arc<Scope>,
    /// Whether the configuration declares the text a script.
    pub(crate) is_script: bool,
}

/// The configurations in use, and the resulting options of each text.
#[derive(Debug)]
pub(crate) struct Configuration {
    settings: Settings,
    /// The working directory of the client.
    folder: PathBuf,
    finder: Finder,
    known: HashMap<PathBuf, Checks>,
    /// The problems found since the configurations were read.
    problems: Vec<String>,
}

impl Configuration {
    pub(crate) fn new(settings: Settings, folder: PathBuf) -> Self {
        let mut settings = settings;
        // Paths in the settings are relative to the client's working directory.
        settings.configuration = settings.configuration.seen_from(&folder);
        let file = settings.config_file.as_ref().map(|file| folder.join(file));
        let lookup = Lookup { file, isolated: settings.isolated, template: None };
        // The server has no working directory: all paths are absolute.
        let here = || Here::at(PathBuf::from("/"));
        let (finder, problems) = match Finder::new(here(), &lookup) {
            Ok(finder) => (Some(finder), Vec::new()),
            Err(failure) => (None, vec![said(&failure)]),
        };
        let isolated = Lookup { isolated: true, ..Lookup::default() };
        let finder = finder.or_else(|| Finder::new(here(), &isolated).ok());
        let finder = finder.unwrap_or_default();
        Self { settings, folder, finder, known: HashMap::new(), problems }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Discards all configurations, so that the files are read again when needed.
    pub(crate) fn reload(&mut self, settings: Option<Settings>) {
        *self =
            Self::new(settings.unwrap_or_else(|| self.settings.clone()), std::mem::take(&mut self.folder));
    }

    /// Returns and clears the problems found since the last call.
    pub(crate) fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    /// The options that a text is checked with. If a configuration file is invalid, the settings of the client still
    /// apply.
    pub(crate) fn checks(&mut self, path: &Path) -> Checks {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let checks = self.read(path).unwrap_or_else(|failure| {
            let problem = said(&failure);
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
            self.without_files(path)
        });
        self.known.insert(path.to_path_buf(), checks.clone());
        checks
    }

    fn read(&self, path: &Path) -> Result<Checks, Failure> {
        let file = self.finder.of_absolute(path)?;
        let is_script = file.as_ref().is_some_and(|file| file.includes(path));
        let configuration = &self.settings.configuration;
        let options = ScriptOptions::new(&self.finder, configuration).named(path)?;
        let file = file.as_deref().map(|file: &ConfigFile| file);
        let scope = Scope::new(file, configuration, &self.finder.here, &self.folder)?;
        Ok(Checks { options, scope: Arc::new(scope), is_script })
    }

    fn without_files(&self, path: &Path) -> Checks {
        let none = Finder::default();
        let mut settings = ScriptOptions::new(&none, &self.settings.configuration);
        let options =
            settings.named(path).unwrap_or_else(|_| Arc::new(LintOptions::default().with_suppressions(true)));
        Checks { options, scope: Arc::new(Scope::plain(&self.folder)), is_script: false }
    }
}

/// The description of a failure, in one or two lines.
fn said(failure: &Failure) -> String {
    match failure {
        Failure::DataFile(problem) => {
            let line = problem.line().map(|line| format!(" (line {line})")).unwrap_or_default();
            format!("{failure}{line}: {problem}")
        }
        _ => failure.to_string(),
    }
}
