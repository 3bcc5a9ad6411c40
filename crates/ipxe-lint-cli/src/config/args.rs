//! The options that say which configuration file counts.

use std::path::PathBuf;

use clap::Args;

/// Which configuration file counts.
#[derive(Args, Debug)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Configuration file, instead of the ipxe-lint.toml nearest to each script
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Ignore configuration files
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}
