//! `ipxe-lint schema`.

use clap::{Args, builder::PossibleValuesParser};

use crate::{failure::Failure, outcome::Outcome, output};

/// Which schema to print.
#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// Name of the schema; without it, the names are listed
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(names()))]
    name: Option<String>,
}

/// Prints a JSON schema, or the names of all.
pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    output::deliver(None, |out| match &args.name {
        None => names().iter().try_for_each(|name| writeln!(out, "{name}")),
        Some(name) => {
            let mut found = all().filter(|(known, _)| known == name);
            found.try_for_each(|(_, text)| out.write_all(text.as_bytes()))
        }
    })?;
    Ok(Outcome::Clean)
}

/// The schema of the output of `config --format json`.
pub(crate) const CONFIG_REPORT: &str = include_str!("../schemas/config-report.schema.json");

/// The names and the texts of all schemas.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_libraries = ipxe_lint::schemas::ALL.iter().chain(ipxe_machine::schemas::ALL).copied();
    of_libraries.chain([("config-report", CONFIG_REPORT)])
}

fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = all().map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}
