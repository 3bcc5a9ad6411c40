//! `ipxe-lint config`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipxe_lint::config::Config;

use super::{ConfigArgs, effective::Effective};
use crate::{
    check::ProjectArgs, cli::RuleArgs, context::ContextArgs, failure::Failure, json, outcome::Outcome,
    output, target::TargetArgs,
};

/// Of what to show the configuration.
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// A script, or a directory with scripts
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ShowFormat,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    rules: RuleArgs,
}

/// The forms that a configuration can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShowFormat {
    /// For people: a configuration file, with the origin of each value
    Text,
    /// For programs
    Json,
}

/// Shows what a script is checked with, and where each value comes from.
pub(crate) fn run(args: &ShowArgs) -> Result<Outcome, Failure> {
    let finder = args.config.finder()?;
    let mut command_line = Config::default();
    args.context.read()?;
    args.context.configure(&mut command_line);
    args.target.configure(&mut command_line);
    args.project.configure(&mut command_line);
    args.rules.configure(&mut command_line);
    let effective = Effective::new(&args.path, &finder, &command_line)?;
    output::deliver(None, |out| match args.format {
        ShowFormat::Text => effective.write_text(out),
        ShowFormat::Json => json::write(out, &effective),
    })?;
    Ok(Outcome::Clean)
}
