//! The options of `ipxe-lint run`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{secrets::SecretArgs, world::WorldArgs};

/// Which script to execute, where, and how to tell.
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct RunArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    pub(super) script: PathBuf,
    /// How to tell what happens
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

const EXIT_CODES: &str = "\
Nothing is known of the machine but what these options say, and the ipxe-lint.toml nearest to the script: without a \
context it has no network.

Exit codes:
  0  something took over the machine, or the script came to its end without a failure
  1  the script failed, waits for somebody at the keyboard, or never ends
  2  the job could not be done: wrong usage, a file that cannot be read";
