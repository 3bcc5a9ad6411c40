//! Configuration files, together with the command line.

mod args;
mod effective;
mod init;
mod origin;
mod script_config;
mod show;
mod values;

pub(crate) use args::ConfigArgs;
pub(crate) use init::{InitArgs, run as init};
pub(crate) use script_config::ScriptConfig;
pub(crate) use show::{ShowArgs, run as show};

use ipxe_lint_config::ConfigFile;

use crate::failure::Failure;

/// An error in a configuration file, shown at its position.
pub(crate) fn blame(file: &ConfigFile, at: &[&str], failure: Failure) -> Failure {
    match failure {
        Failure::Config(failure) => file.blame(at, failure).into(),
        other => file.problem(at, &other.to_string()).into(),
    }
}
