//! The options that describe the machine and its network.

use std::path::{Path, PathBuf};

use clap::Args;
use ipxe_lint::config::Config;
use ipxe_machine::profile::Profile;

use crate::{data_file, failure::Failure, offered};

/// What is known about the machine and its network.
#[derive(Args, Debug)]
#[command(next_help_heading = "Machine and network")]
pub(crate) struct ContextArgs {
    /// What is known about the machine and its network: a TOML, JSON or YAML file, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Format of the context, where its file name does not show it
    ///
    /// toml, json or yaml. Standard input and file descriptors need it: `--context - --context-format json`.
    #[arg(long, value_name = "FORMAT", requires = "context", hide_possible_values = true)]
    context_format: Option<data_file::Form>,
    /// Value of a setting, over that of the context; can be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// What your provider supplies: a built-in profile, such as flexmetal (see `ipxe-lint profile`), or a file
    #[arg(long, value_name = "NAME|FILE", value_parser = offered::profile(), hide_possible_values = true)]
    profile: Option<PathBuf>,
}

impl ContextArgs {
    /// Reads a context that can be read only once, so that it counts for each script.
    pub(crate) fn read(&self) -> Result<(), Failure> {
        self.context.as_ref().map_or(Ok(()), |path| data_file::read_once(path, self.context_format))
    }

    /// Adds what the options say to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        config.context.clone_from(&self.context);
        config.profile.clone_from(&self.profile);
        config.settings =
            self.set.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    }
}

/// The profile of that name: a built-in one, or else a file, whose path is relative to a directory.
pub(crate) fn profile(named: &Path, beside: &Path) -> Result<Profile, Failure> {
    if let Some(built_in) = named.to_str().and_then(Profile::built_in) {
        return Ok(built_in.clone());
    }
    if is_name(named) {
        return Err(Failure::UnknownProfile { name: named.to_path_buf() });
    }
    data_file::load(&beside.join(named))
}

/// Whether something can only be meant as a profile's name.
fn is_name(profile: &Path) -> bool {
    profile.extension().is_none() && profile.components().count() == 1
}

/// Reads `NAME=VALUE`.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE, such as `hostname=web1`".to_owned()),
    }
}
