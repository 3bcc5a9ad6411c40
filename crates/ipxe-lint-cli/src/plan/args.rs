//! The options of `ipxe-lint plan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipxe_machine::simulate::{ExploreLimits, OpenFacts, OpenFailures};

use crate::{secrets::SecretArgs, world::WorldArgs};

/// Which script to plan for, where, and how to report it.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = EXIT_STATUS)]
pub(crate) struct PlanArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    pub(super) script: PathBuf,
    /// Show every possible outcome, and what leads to each
    ///
    /// Everything that the context does not say is open: settings, choices, keys, the platform, and what fails. A machine
    /// without a known network interface has one that is up.
    #[arg(long)]
    pub(super) all: bool,
    /// Which downloads and the like may fail, with --all
    #[arg(long, value_name = "WHICH", default_value = "handled", requires = "all")]
    failures: Failures,
    /// How many ways --all follows before it stops; time and memory grow with them
    #[arg(long, value_name = "N", default_value_t = ExploreLimits::default().ways, requires = "all")]
    max_ways: usize,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: PlanFormat,
    #[command(flatten)]
    pub(super) secrets: SecretArgs,
    #[command(flatten)]
    pub(super) world: WorldArgs,
}

/// Which downloads and the like may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Failures {
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
    /// The limits of the exploration.
    pub(super) fn limits(&self) -> ExploreLimits {
        ExploreLimits::of_ways(self.max_ways)
    }

    /// The open facts.
    pub(super) fn open(&self) -> OpenFacts {
        OpenFacts::default().with_failures(self.failures.open())
    }
}

impl Failures {
    /// The same, for an explorer.
    pub(crate) fn open(self) -> OpenFailures {
        match self {
            Self::None => OpenFailures::None,
            Self::Handled => OpenFailures::Handled,
            Self::All => OpenFailures::All,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  ipxe-lint plan boot.ipxe --context rack7.toml             Show what one machine boots
  ipxe-lint plan boot.ipxe --all                            Show everything that can happen
  ipxe-lint plan boot.ipxe --all --platform efi             Show everything on UEFI machines
  ipxe-lint plan boot.ipxe --context rack7.toml --format json";

const EXIT_STATUS: &str = "\
Without --all, the machine is what these options and the ipxe-lint.toml nearest to the script say. Without a context it \
has no network.

Exit status:
  0  something takes over the machine, or the script ends without a failure; always with --all
  1  the script fails, waits for a key, or never ends
  2  not done: wrong usage, a file that cannot be read";
