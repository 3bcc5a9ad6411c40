//! The options for what is known, what is new, and what fails a run.

use std::path::PathBuf;

use clap::Args;
use ipxe_lint::config::{Config, FailOn};

/// Which findings count, and how much.
#[derive(Args, Debug)]
#[command(next_help_heading = "Baseline and exit status")]
pub(crate) struct AdoptionArgs {
    /// Do not report findings in this baseline file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Ignore the configured baseline
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub(crate) no_baseline: bool,
    /// Write all findings to a baseline file; entries of scripts that are not checked stay
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["baseline", "diff_only", "diff", "statistics", "list_suppressions", "watch", "output", "report"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Report only lines that changed since a git revision, such as HEAD or origin/main
    #[arg(long, value_name = "REVISION")]
    pub(crate) diff_only: Option<String>,
    /// Lowest level that fails the run: error, warning, advice or never [default: warning]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// Number of warnings that do not fail the run
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
}

impl AdoptionArgs {
    /// Adds these options to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        config.baseline.clone_from(&self.baseline);
        config.fail_on = self.fail_on;
        config.max_warnings = self.max_warnings;
    }
}
