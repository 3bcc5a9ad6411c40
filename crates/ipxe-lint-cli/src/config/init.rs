//! `ipxe-lint init`.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use ipxe_lint::reports::FilesReport;
use ipxe_lint_config::FILE_NAME;

use crate::{
    failure::{Failure, shown},
    json::{self, TextOrJson},
    outcome::Outcome,
    output,
};

/// A configuration file with only explanations.
const TEMPLATE: &str = include_str!("template.toml");

/// Where to put the file.
#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The directory for it
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    folder: PathBuf,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: TextOrJson,
}

/// Writes a configuration file to start from.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let path = args.folder.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    match write(path) {
        Ok(()) => output::deliver(None, |out| match args.format {
            TextOrJson::Text => writeln!(out, "Wrote {}.", shown(path)),
            TextOrJson::Json => json::write(out, &FilesReport::new([path.to_string_lossy().into_owned()])),
        })?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Failure::ConfigExists { path: path.to_path_buf() });
        }
        Err(error) => return Err(Failure::Unwritable { path: Some(path.to_path_buf()), error }),
    }
    Ok(Outcome::Clean)
}

/// No existing file is replaced, not even a broken link.
fn write(path: &Path) -> io::Result<()> {
    File::create_new(path)?.write_all(TEMPLATE.as_bytes())
}
