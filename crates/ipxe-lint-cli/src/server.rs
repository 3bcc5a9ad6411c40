//! `ipxe-lint server`.

use clap::Args;

use crate::{failure::Failure, outcome::Outcome};

const EXAMPLES: &str = "\
Editors start this command themselves, with these settings:
  command    ipxe-lint server
  languages  ipxe, and Markdown or YAML with scripts in it
  root       the directory with .git or ipxe-lint.toml
The book has a page for each editor.";

/// How to serve an editor.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ServerArgs {
    /// Talk over standard input and output; there is no other way, so this changes nothing
    #[arg(long)]
    stdio: bool,
}

/// Serves an editor until it ends the session.
pub(crate) fn run(args: &ServerArgs) -> Result<Outcome, Failure> {
    // Some editors always pass this option.
    let ServerArgs { stdio: _ } = args;
    ipxe_lint_server::serve_stdio().map_err(|error| Failure::Served { problem: error.to_string() })?;
    Ok(Outcome::Clean)
}
