use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_lint::config::{Config, Layers};
use ipxe_lint_config::{ConfigFile, Finder, context, provider};
use ipxe_machine::{context::NetworkContext, profile::Profile};

use super::{ConfigArgs, blame};
use crate::failure::Failure;

/// The effective configuration of one file: the command line, merged with the nearest configuration.
#[derive(Debug)]
pub(crate) struct ScriptConfig {
    file: Option<Arc<ConfigFile>>,
    command_line: Config,
}

impl ScriptConfig {
    pub(crate) fn new(args: &ConfigArgs, path: &Path, command_line: Config) -> Result<Self, Failure> {
        Ok(Self { file: args.finder()?.of_file(path)?, command_line })
    }

    /// The same, with known configuration files.
    pub(crate) fn of(finder: &Finder, path: &Path, command_line: Config) -> Result<Self, Failure> {
        Ok(Self { file: finder.of_file(path)?, command_line })
    }

    /// The file, merged with the command line.
    pub(crate) fn layers(&self) -> Layers<'_> {
        Layers::new(self.file().map(|file| &file.config).into_iter().chain([&self.command_line]))
    }

    /// What is known of the machine and its network.
    pub(crate) fn context(&self) -> Result<NetworkContext, Failure> {
        Ok(context(self.file(), &self.command_line)?)
    }

    /// The base of relative paths in the context: the directory of its file.
    pub(crate) fn beside_context(&self) -> PathBuf {
        let path = self.layers().strongest(|config| config.context.as_deref());
        path.and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf()
    }

    /// What the provider supplies.
    pub(crate) fn profile(&self) -> Result<Option<Profile>, Failure> {
        Ok(provider(self.file(), &self.command_line)?)
    }

    /// Directories for the files below URLs, from the configuration file.
    pub(crate) fn serve(&self) -> Vec<(String, PathBuf)> {
        let serve = self.file().map(|file| file.config.serve.clone());
        serve.unwrap_or_default().into_iter().collect()
    }

    /// The same with another layer over the file.
    pub(crate) fn with(&self, over: Config) -> Self {
        Self { file: self.file.clone(), command_line: over }
    }

    /// An error in the served directories of the file, shown there.
    pub(crate) fn blame_serving(&self, url: &str, failure: Failure) -> Failure {
        match self.file() {
            Some(file) => blame(file, &["serve", url], failure),
            None => failure,
        }
    }

    fn file(&self) -> Option<&ConfigFile> {
        self.file.as_deref()
    }
}
