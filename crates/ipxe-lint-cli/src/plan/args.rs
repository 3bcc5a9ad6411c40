//! The options of `ipxe-lint plan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipxe_machine::simulate::{OpenFacts, OpenFailures};

use crate::{secrets::SecretArgs, world::WorldArgs};

/// Which script to plan for, where, and how to tell.
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct PlanArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    pub(super) script: PathBuf,
    /// Find every outcome that is possible, and what leads to each
    ///
    /// What the context does not say is open then: settings, choices, keys, the platform, and what fails. A machine of
    /// which no network interface is known has one that is up.
    #[arg(long)]
    pub(super) all: bool,
    /// Which downloads and the like may fail, with --all
    #[arg(long, value_name = "WHICH", default_value = "handled", requires = "all")]
    failures: Failures,
    /// How to tell
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: PlanFormat,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    #[command(flatten)]
    pub(super) world: WorldArgs,
}

/// Which downloads and the like may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Failures {
    /// None: all that the context says nothing about works
    None,
    /// Those that the script expects, because its line goes on after a failure
    Handled,
    /// All, also those that just end the script
    All,
}

/// The forms that a plan can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

impl PlanArgs {
    /// What is open.
    pub(super) fn open(&self) -> OpenFacts {
        OpenFacts::default().with_failures(match self.failures {
            Failures::None => OpenFailures::None,
            Failures::Handled => OpenFailures::Handled,
            Failures::All => OpenFailures::All,
        })
    }
}

const EXIT_CODES: &str = "\
Without --all, nothing is known of the machine but what these options say, and the ipxe-lint.toml nearest to the script: \
without a context it has no network.

Exit codes:
  0  something takes over the machine, or the script comes to its end without a failure; always with --all
  1  the script fails, waits for somebody at the keyboard, or never ends
  2  the job could not be done: wrong usage, a file that cannot be read";
