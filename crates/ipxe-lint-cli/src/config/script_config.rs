use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_lint::config::{Config, Layers};
use ipxe_lint_config::{ConfigFile, Finder, context, provider};
use ipxe_machine::{context::NetworkContext, profile::Profile};

use super::{ConfigArgs, blame};
use crate::failure::Failure;

/// What counts for one file: the command line, over the configuration that is nearest to it.
#[derive(Debug)]
pub(crate) struct ScriptConfig {
    file: Option<Arc<ConfigFile>>,
    command_line: Config,
}

impl ScriptConfig {
    pub(crate) fn new(args: &ConfigArgs, path: &Path, command_line: Config) -> Result<Self, Failure> {
        Ok(Self { file: args.finder()?.of_file(path)?, command_line })
    }

    /// The same, where the configuration files are known already.
    pub(crate) fn of(finder: &Finder, path: &Path, command_line: Config) -> Result<Self, Failure> {
        Ok(Self { file: finder.of_file(path)?, command_line })
    }

    /// The file, and the command line over it.
    pub(crate) fn layers(&self) -> Layers<'_> {
        Layers::new(self.file().map(|file| &file.config).into_iter().chain([&self.command_line]))
    }

    /// What is known of the machine and its network.
    pub(crate) fn context(&self) -> Result<NetworkContext, Failure> {
        Ok(context(self.file(), &self.command_line)?)
    }

    /// The directory to which paths in the context are relative: that of its file.
    pub(crate) fn beside_context(&self) -> PathBuf {
        let path = self.layers().strongest(|config| config.context.as_deref());
        path.and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf()
    }

    /// What the provider supplies.
    pub(crate) fn profile(&self) -> Result<Option<Profile>, Failure> {
        Ok(provider(self.file(), &self.command_line)?)
    }

    /// Directories that, as the file says, have what is below URLs.
    pub(crate) fn serve(&self) -> Vec<(String, PathBuf)> {
        let serve = self.file().map(|file| file.config.serve.clone());
        serve.unwrap_or_default().into_iter().collect()
    }

    /// The same with something else over the file.
    pub(crate) fn with(&self, over: Config) -> Self {
        Self { file: self.file.clone(), command_line: over }
    }

    /// A failure because of what the file says is served, shown there.
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
