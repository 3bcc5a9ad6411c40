//! The settings of a configuration that concern several texts together.

use std::path::{Path, PathBuf};

use ipxe_lint::{
    Outline, Project, Report, Root, Served,
    config::{Config, Layers, RootDirectory},
};
use ipxe_lint_config::{BaselineFile, ConfigFile, Failure, Here, RunSettings, path_in, roots};

/// How the scripts of one project are checked together.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Whether scripts that start each other are followed.
    pub(crate) follow: bool,
    /// Directories and the URLs that they are served under.
    pub(crate) serve: Vec<(String, PathBuf)>,
    directories: Vec<RootDirectory>,
    roots: Vec<Root>,
    baseline: Option<BaselineFile>,
    /// The directory that shown paths are relative to.
    base: Here,
}

impl Scope {
    /// The default, without any configuration.
    pub(crate) fn plain(base: &Path) -> Self {
        Self {
            follow: true,
            serve: Vec::new(),
            directories: Vec::new(),
            roots: Vec::new(),
            baseline: None,
            base: Here::at(base.to_path_buf()),
        }
    }

    /// The options for a script that is checked without others.
    pub(crate) fn alone(base: &Path) -> Self {
        Self { follow: false, ..Self::plain(base) }
    }

    /// The values from a configuration file and the settings of the client.
    pub(crate) fn new(
        file: Option<&ConfigFile>,
        settings: &Config,
        here: &Here,
        base: &Path,
    ) -> Result<Self, Failure> {
        let layers = Layers::new(file.map(|file| &file.config).into_iter().chain([settings]));
        let run = RunSettings::new(&layers);
        let baseline = run.baseline.as_ref().map(|path| BaselineFile::read(path, here)).transpose()?;
        let roots = if run.follow { roots(&run.root, file)? } else { Vec::new() };
        let (follow, serve, directories) = (run.follow, run.serve, run.root);
        Ok(Self { follow, serve, directories, roots, baseline, ..Self::plain(base) })
    }

    /// The texts as files that may start each other.
    pub(crate) fn project<'t>(&self, texts: impl Iterator<Item = (&'t Path, Outline)>) -> Project {
        let served: Vec<_> = self.serve.iter().map(|(url, folder)| Served::new(url, folder)).collect();
        let placed = texts.map(|(path, outline)| (self.path_of(path), outline));
        Project::with_roots(placed, &served, &self.roots)
    }

    /// The path of a text in findings: relative to the base, unless it has to be compared with directories.
    fn path_of(&self, path: &Path) -> PathBuf {
        if self.serve.is_empty() && self.directories.is_empty() {
            return self.base.below(path);
        }
        path_in(&self.directories, path, &self.base)
    }

    /// The report without the findings of the baseline.
    pub(crate) fn filtered(&self, path: &Path, text: &[u8], mut report: Report) -> Report {
        if let Some(baseline) = &self.baseline {
            let name = baseline.name_of(path, &self.base);
            baseline.apply(&name, text, &mut report);
        }
        report
    }
}
