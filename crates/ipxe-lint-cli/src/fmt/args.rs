//! The options of `ipxe-lint fmt`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::PathBuf;

use clap::{Args, ColorChoice};

use crate::{config::ConfigArgs, json::TextOrJson};

const EXAMPLES: &str = "\
Examples:
  ipxe-lint fmt .                           Format all scripts below the current directory
  ipxe-lint fmt --check .                   List scripts that are not formatted
  ipxe-lint fmt --diff boot.ipxe            Show what would change
  ipxe-lint fmt - <boot.ipxe                Format standard input to standard output";

const NOTES: &str = "\
Formatting never changes what iPXE executes. Each file is replaced as a whole, or not at all. A script on standard input is \
written to standard output. Lines between the comments `# ipxe-lint: fmt-off` and `# ipxe-lint: fmt-on` do not change, and \
files that iPXE does not accept as scripts do not either.

Exit status:
  0  everything is formatted
  1  with --check or --diff: something is not
  2  not done: wrong usage, a file that cannot be read or written, no scripts";

/// What to format, and how to report it.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES, after_help = NOTES)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct FmtArgs {
    /// Scripts, or directories to search for scripts; `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// List the scripts that would change, and change nothing; fails if there are any
    #[arg(long)]
    pub(super) check: bool,
    /// Show what would change as a unified diff, and change nothing; fails if there is anything
    #[arg(long, conflicts_with = "check")]
    pub(super) diff: bool,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "diff")]
    pub(super) format: TextOrJson,
    /// Print nothing but what --check and --diff find
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Name of the script on standard input in reports
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Skip named files that the configuration excludes or that are not scripts, for hooks
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// When to use colours; `auto` also follows NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

impl FmtArgs {
    /// Whether files are replaced.
    pub(super) fn writes(&self) -> bool {
        !self.check && !self.diff
    }
}
