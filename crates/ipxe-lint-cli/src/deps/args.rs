//! The options of `ipxe-lint deps`.

use std::path::PathBuf;

use clap::Args;
use ipxe_lint::config::RootDirectory;
use ipxe_machine::simulate::ExploreLimits;

use crate::{json::TextOrJson, plan::Failures, secrets::SecretArgs, world::WorldArgs};

/// Of what to list the downloads, and how to report them.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = NOTES)]
pub(crate) struct DepsArgs {
    /// A script with which machines begin, or a directory with scripts
    ///
    /// Of a directory, machines begin with the scripts that the configuration says are entry points (`entry = true`), or else with
    /// those that no other script starts.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) path: PathBuf,
    /// Directory that is the server's document root, and its URL if that is known [default: configuration, or PATH]
    #[arg(long, value_name = "DIR[=URL]")]
    pub(super) root: Option<RootDirectory>,
    /// Which downloads and the like may fail
    #[arg(long, value_name = "WHICH", default_value = "handled")]
    pub(super) failures: Failures,
    /// How many ways are followed for each entry point; time and memory grow with them
    #[arg(long, value_name = "N", default_value_t = ExploreLimits::default().ways)]
    pub(super) max_ways: usize,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextOrJson,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    #[command(flatten)]
    pub(super) world: WorldArgs,
}

const EXAMPLES: &str = "\
Examples:
  ipxe-lint deps srv/boot.ipxe --root srv                    List what machines download that begin with a script
  ipxe-lint deps srv --root srv=http://boot.example/         List what all of them download
  ipxe-lint deps srv --root srv --platform efi --format json List it for UEFI machines, for programs";

const NOTES: &str = "\
All that is not known is open, as with `plan --all`: settings, choices, keys, the kind of machine, and what fails. `<name>` in a \
URI stands for the value of a setting.

Exit status:
  0  listed, also if it stopped at --max-ways
  2  not done: wrong usage, a file that cannot be read, no scripts";
