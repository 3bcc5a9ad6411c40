//! The contents and the order of `--help`.

use std::io::{self, Write};

use clap::{ArgMatches, Command, CommandFactory};

use crate::{cli::Cli, complain::complain, failure::Failure, outcome::Outcome};

/// Examples come before the options: most readers of the help look for one.
const TEMPLATE: &str = "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// The options of `check` in the help without a command.
const COMMON: [&str; 14] = [
    "paths",
    "fix",
    "unsafe_fixes",
    "diff",
    "config",
    "context",
    "profile",
    "release",
    "platform",
    "select",
    "ignore",
    "format",
    "watch",
    "diff_only",
];

const FORMATS: &str = "Report format: full, concise, json, sarif, html and others [default: full]";

const ALL_OPTIONS: &str = "\
These are the most common options of `check`; `ipxe-lint check --help` shows all, and they all work without the command, too.";

/// The options of the given command line.
pub(crate) fn matches() -> Result<ArgMatches, clap::Error> {
    command().try_get_matches()
}

/// Writes help, or what is wrong with the command line; gives how the run ends.
pub(crate) fn show(error: &clap::Error) -> Outcome {
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&Failure::Unwritable { path: None, error }, clap::ColorChoice::Auto);
            Outcome::CouldNot
        }
        _ if error.exit_code() == 0 => Outcome::Clean,
        _ => Outcome::CouldNot,
    }
}

/// The command with its help in this order.
fn command() -> Command {
    let mut command = Cli::command();
    let names: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |one| one.help_template(TEMPLATE));
    }
    let exit_status = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let is_common = |id: &str| COMMON.contains(&id) || ["help", "version"].contains(&id);
    command
        .help_template(TEMPLATE)
        .after_help(format!("{ALL_OPTIONS}\n\n{exit_status}"))
        .mut_arg("format", |arg| arg.hide_possible_values(true).help(FORMATS))
        .mut_args(|arg| if is_common(arg.get_id().as_str()) { arg } else { arg.hide(true) })
}
