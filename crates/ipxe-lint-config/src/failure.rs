use std::{
    io,
    path::{Path, PathBuf},
};

use ipxe_catalog::did_you_mean;
use ipxe_machine::profile::Profile;

use crate::{
    data_error::DataFileError,
    shown::{reason, shown},
};

/// Why a configuration, or a file that it names, cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// A path that does not exist, or that cannot be read.
    #[error("cannot read `{}`: {}", shown(path), reason(error))]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// A target without machines.
    #[error("no machine is meant: iPXE {release} has no build for {arches} with {platforms}")]
    NoMachine {
        /// The release.
        release: String,
        /// The architectures.
        arches: String,
        /// The platforms.
        platforms: String,
    },
    /// A value that does not fit its setting.
    #[error(transparent)]
    Setting(#[from] ipxe_machine::context::ContextError),
    /// A file with invalid contents.
    #[error("cannot use `{}`", .0.path())]
    DataFile(Box<DataFileError>),
    /// A context or profile in an unknown format.
    #[error(
        "`{}` is no TOML, JSON or YAML file: its name ends in none of .toml, .json, .yaml, .yml",
        shown(path)
    )]
    UnknownDataFormat {
        /// The file.
        path: PathBuf,
    },
    /// A profile that is neither built in nor a file.
    #[error("unknown profile `{}`; {}", shown(name), meant_profile(name))]
    UnknownProfile {
        /// The name.
        name: PathBuf,
    },
}

impl From<DataFileError> for Failure {
    fn from(error: DataFileError) -> Self {
        Self::DataFile(Box::new(error))
    }
}

/// The built-in profile that was probably intended, or how to find one.
fn meant_profile(name: &Path) -> String {
    let built_in = Profile::all_built_in().iter().map(|profile| &*profile.name);
    let name = name.to_str().unwrap_or_default();
    let mut longer = built_in.clone().filter(|known| known.contains(name) && !name.is_empty());
    match did_you_mean(name, built_in).or_else(|| longer.next()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "`ipxe-lint profile` lists those that are built in; a file's name ends in .toml, .json or .yaml"
                .to_owned()
        }
    }
}
