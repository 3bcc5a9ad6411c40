//! The options of `ipxe-lint run`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{json::TextOrJson, secrets::SecretArgs, world::WorldArgs};

/// Which script to execute, where, and how to report it.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = EXIT_STATUS)]
pub(crate) struct RunArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    pub(super) script: PathBuf,
    /// Report format: `json` is the report of `plan`, with every command
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "trace")]
    pub(super) format: TextOrJson,
    /// Format of the commands alone: `json` is the form of recorded runs
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) trace: TraceForm,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    #[command(flatten)]
    pub(super) world: WorldArgs,
}

/// The forms that a trace can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceForm {
    /// For people: each command after expansion, what it printed, how it failed
    Text,
    /// For programs
    Json,
}

const EXAMPLES: &str = "\
Examples:
  ipxe-lint run boot.ipxe --context rack7.toml                Run a script on one machine
  ipxe-lint run boot.ipxe --serve http://boot.example/=www    Download from a directory
  ipxe-lint run boot.ipxe --context rack7.toml --format json  For programs";

const EXIT_STATUS: &str = "\
The machine is what these options and the ipxe-lint.toml nearest to the script say. Without a context it has no network.

Exit status:
  0  something took over the machine, or the script ended without a failure
  1  the script failed, waits for a key, or never ends
  2  not done: wrong usage, a file that cannot be read";
