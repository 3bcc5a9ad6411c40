//! `ipxe-lint resolve`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipxe_catalog::Catalog;
use ipxe_lint::config::Config;
use ipxe_lint_config::check_target;
use ipxe_machine::resolve::{ResolveReport, Resolver};

use crate::{
    config::{ConfigArgs, ScriptConfig},
    context::ContextArgs,
    failure::Failure,
    inputs::{ValuesArgs, executed},
    json,
    outcome::Outcome,
    output, resolved,
    secrets::SecretArgs,
    target::TargetArgs,
};

const EXAMPLES: &str = "\
Examples:
  ipxe-lint resolve boot.ipxe --context rack7.toml            Show the values on one machine
  ipxe-lint resolve boot.ipxe --set hostname=web1             Show the values for one setting
  ipxe-lint resolve boot.ipxe --profile flexmetal             Show what a provider supplies";

/// Which script to resolve, against what.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct ResolveArgs {
    /// The script; `-` for standard input
    #[arg(value_name = "SCRIPT")]
    script: PathBuf,
    /// Report format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ResolveFormat,
    #[command(flatten)]
    secrets: SecretArgs,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    values: ValuesArgs,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    target: TargetArgs,
}

/// The forms that a resolved script can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ResolveFormat {
    /// For people: every line as iPXE would execute it, and what became of each variable
    Text,
    /// For programs
    Json,
}

/// Shows every line of a script with its variables replaced, and the source of each.
pub(crate) fn run(args: &ResolveArgs) -> Result<Outcome, Failure> {
    let (input, source) = executed(&args.script, &args.config, &args.values)?;
    let script = ipxe_syntax::parse(&source);
    let mut command_line = Config::default();
    args.context.read()?;
    args.context.configure(&mut command_line);
    args.target.configure(&mut command_line);
    let config = ScriptConfig::new(&args.config, input.path(), command_line)?;
    let (mut context, profile) = (config.context()?, config.profile()?);
    let ipxe = config.layers().world(&context.machine, profile.as_ref());
    context.machine = ipxe.machine();
    check_target(&config.layers())?;
    let catalog = Catalog::new(ipxe.target());
    let secrets = args.secrets.hidden(&context);
    let mut resolver = Resolver::new(context.settings(&catalog));
    if let Some(profile) = &profile {
        resolver = resolver.with_profile(profile);
    }
    let lines = resolver.script(&script);
    output::deliver(None, |out| match args.format {
        ResolveFormat::Text => resolved::write(out, &script, &lines, &secrets),
        ResolveFormat::Json => {
            let report = ResolveReport::new(&script, &lines, &secrets);
            json::write(out, &report.with_path(input.path().to_string_lossy()))
        }
    })?;
    Ok(Outcome::Clean)
}
