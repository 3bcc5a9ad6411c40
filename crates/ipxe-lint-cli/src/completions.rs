//! `ipxe-lint completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{cli::Cli, failure::Failure, outcome::Outcome, output};

/// Which completions.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script for a shell.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ipxe-lint", &mut script);
    if args.shell == Shell::Bash {
        script = with_one_name(&script);
    }
    output::deliver(None, |out| out.write_all(&script))?;
    Ok(Outcome::Clean)
}

/// The script for bash uses two names for a subcommand if the command's own name has a hyphen, and then completes none
/// of its arguments.
fn with_one_name(script: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(script).replace("ipxe__subcmd__lint", "ipxe__lint").into_bytes()
}
