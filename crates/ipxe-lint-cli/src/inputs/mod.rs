//! Finding scripts and reading them.

mod executed;
mod find;
mod left_out;
mod read;
mod values;

pub(crate) use executed::executed;
pub(crate) use find::{Found, find};
pub(crate) use left_out::{left_out, links_to_others};
pub(crate) use read::{LARGEST_SCRIPT, document, is_script, read};
pub(crate) use values::{Values, ValuesArgs};

use std::path::{Path, PathBuf};

/// The source of a script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// Standard input, with its name in reports.
    Stdin(PathBuf),
    /// A file that was named.
    Named(PathBuf),
    /// A file in a directory; a script if its contents say so.
    Walked(PathBuf),
}

impl Input {
    /// Whether it is standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        matches!(self, Self::Stdin(_))
    }

    /// The path for reports.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Stdin(path) | Self::Named(path) | Self::Walked(path) => path,
        }
    }
}
