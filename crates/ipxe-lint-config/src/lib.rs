//! Configuration files of ipxe-lint: finding them, reading them, and computing the effective configuration of each
//! script.
//!
//! A [`Finder`] finds the [`ConfigFile`] for a script, [`ScriptOptions`] merges it with other options, and
//! [`RunSettings`] contains its settings for a run as a whole. Contexts, profiles and baselines that a configuration
//! names are read here, too. Both the command and the language server use this crate, so that a script has the same
//! findings in a terminal and in an editor.
#![forbid(unsafe_code)]

mod banner;
mod baseline_file;
mod data_error;
pub mod data_file;
mod failure;
mod file;
mod finder;
mod options;
mod paths;
mod patterns;
mod places;
mod profile;
mod roots;
mod script_name;
mod settings;
mod shown;
pub mod small_file;
mod words;

pub use banner::{LARGEST as LARGEST_BANNER, banner_in, banner_of_file};
pub use baseline_file::BaselineFile;
pub use data_error::DataFileError;
pub use failure::Failure;
pub use file::{ConfigFile, check_variables};
pub use finder::{Finder, Lookup};
pub use options::{ScriptOptions, check_target, context, provider};
pub use paths::{Here, common_folder};
pub use profile::profile;
pub use roots::{is_version_control, path_in, roots};
pub use script_name::has_script_name;
pub use settings::RunSettings;
pub use shown::{reason, shown};

/// The name of configuration files.
pub const FILE_NAME: &str = "ipxe-lint.toml";

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
