//! `ipxe-lint init`.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::FILE_NAME;
use crate::{
    failure::{Failure, shown},
    outcome::Outcome,
    output,
};

/// A configuration file in which nothing is said, and all explained.
const TEMPLATE: &str = include_str!("template.toml");

/// Where to put the file.
#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The directory for it
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    folder: PathBuf,
}

/// Writes a configuration file to start from.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let path = args.folder.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    match write(path) {
        Ok(()) => output::deliver(None, |out| writeln!(out, "Wrote {}.", shown(path)))?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Failure::ConfigExists { path: path.to_path_buf() });
        }
        Err(error) => return Err(Failure::Unwritable { path: Some(path.to_path_buf()), error }),
    }
    Ok(Outcome::Clean)
}

/// Nothing that is there is replaced, not even a link that leads nowhere.
fn write(path: &Path) -> io::Result<()> {
    File::create_new(path)?.write_all(TEMPLATE.as_bytes())
}
