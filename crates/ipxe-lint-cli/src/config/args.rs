//! The options that say which configuration file counts.

use std::path::PathBuf;

use clap::Args;

/// Which configuration file counts.
#[derive(Args, Debug)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// The configuration, in place of the ipxe-lint.toml that is nearest to each script
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration files
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}
