//! `ipxe-lint man`: for those who make packages.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::{cli::Cli, failure::Failure, outcome::Outcome};

/// Write the manual pages of this command and its subcommands to a directory
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The directory; it is made if it is not there
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Writes the pages.
pub(crate) fn run(args: &ManArgs) -> Result<Outcome, Failure> {
    let directory = &args.directory;
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    fs::create_dir_all(directory)
        .and_then(|()| write(&command, directory))
        .map_err(|error| Failure::Unwritable { path: Some(directory.clone()), error })?;
    Ok(Outcome::Clean)
}

/// Writes the page of a command and those of its subcommands.
fn write(command: &Command, directory: &Path) -> io::Result<()> {
    let version = concat!("ipxe-lint ", env!("CARGO_PKG_VERSION"));
    // A page has a version and no date; an empty one would be lost on the way to the page, and the rest take its place.
    Man::new(command.clone()).date(" ").source(version).manual("ipxe-lint").generate_to(directory)?;
    let subcommands = command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set());
    subcommands.into_iter().try_for_each(|subcommand| write(subcommand, directory))
}
