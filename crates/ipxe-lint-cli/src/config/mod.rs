//! Configuration files: finding them, reading them, and what they come to together with the command line.

mod args;
mod effective;
mod file;
mod finder;
mod init;
mod options;
mod origin;
mod paths;
mod patterns;
mod places;
mod script_config;
mod show;
mod values;

pub(crate) use args::ConfigArgs;
pub(crate) use file::ConfigFile;
pub(crate) use finder::Finder;
pub(crate) use init::{InitArgs, run as init};
pub(crate) use options::{ScriptOptions, check_target};
pub(crate) use paths::{Here, common_folder};
pub(crate) use script_config::ScriptConfig;
pub(crate) use show::{ShowArgs, run as show};

/// What configuration files are called.
pub(crate) const FILE_NAME: &str = "ipxe-lint.toml";
