//! The options for what is known, what is new, and what fails a run.

use std::path::PathBuf;

use clap::Args;
use ipxe_lint::config::{Config, FailOn};

/// Which findings count, and how much.
#[derive(Args, Debug)]
#[command(next_help_heading = "What counts")]
pub(crate) struct AdoptionArgs {
    /// Do not report the findings that this file has, which --write-baseline wrote
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Report findings that the configured baseline has, too
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub(crate) no_baseline: bool,
    /// Write what is found to a file, to be known from then on; what the file has of scripts that are not checked stays
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["baseline", "diff_only", "diff", "statistics", "list_suppressions", "watch", "output", "report"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Report only what is on lines that changed since a revision, such as HEAD or origin/main; asks `git`
    #[arg(long, value_name = "REVISION")]
    pub(crate) diff_only: Option<String>,
    /// The level from which findings fail the run: error, warning, advice or never [default: warning]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// How many warnings do not yet fail the run
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
}

impl AdoptionArgs {
    /// Adds what the options say to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        config.baseline.clone_from(&self.baseline);
        config.fail_on = self.fail_on;
        config.max_warnings = self.max_warnings;
    }
}
