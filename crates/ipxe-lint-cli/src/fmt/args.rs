//! What `ipxe-lint fmt` is told.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::path::PathBuf;

use clap::{Args, ColorChoice};

use crate::config::ConfigArgs;

const NOTES: &str = "\
What iPXE executes never changes. Each file is replaced as a whole, or not at all; a script on standard input is written to \
standard output. Lines between the comments `# ipxe-lint: fmt-off` and `# ipxe-lint: fmt-on` stay as they are, and so do \
files that iPXE does not take for scripts.

Exit codes:
  0  all is laid out
  1  with --check or --diff: something is not
  2  the job could not be done: wrong usage, a file that cannot be read or written, no scripts";

/// What to lay out, and whether to.
#[derive(Args, Debug)]
#[command(after_help = NOTES)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct FmtArgs {
    /// Scripts, or directories to look for scripts in; `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Name the scripts that would change, and change nothing; fails if there are any
    #[arg(long)]
    pub(super) check: bool,
    /// Show what would change, as a unified diff, and change nothing; fails if there is anything
    #[arg(long, conflicts_with = "check")]
    pub(super) diff: bool,
    /// Print nothing but what --check and --diff find
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// What to call the script on standard input in reports
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Leave out named files, too, which the configuration excludes, or which are no scripts
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

impl FmtArgs {
    /// Whether files are to be replaced.
    pub(super) fn writes(&self) -> bool {
        !self.check && !self.diff
    }
}
