//! `ipxe-lint rules`.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use ipxe_lint::{RuleId, reports::RulesReport};

use crate::{failure::Failure, json, outcome::Outcome, output};

/// How to list the rules.
#[derive(Args, Debug)]
pub(crate) struct RulesArgs {
    /// List format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: RulesFormat,
}

/// The forms that the list can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RulesFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Lists all rules.
pub(crate) fn run(args: &RulesArgs) -> Result<Outcome, Failure> {
    output::deliver(None, |out| match args.format {
        RulesFormat::Text => text(out),
        RulesFormat::Json => json::write(out, &RulesReport::new(RuleId::ALL)),
    })?;
    Ok(Outcome::Clean)
}

fn text(out: &mut dyn Write) -> io::Result<()> {
    let width = RuleId::ALL.iter().map(|rule| rule.meta().name.len()).max().unwrap_or(0);
    let mut family = None;
    for rule in RuleId::ALL {
        let meta = rule.meta();
        if family.replace(meta.category()) != Some(meta.category()) {
            writeln!(
                out,
                "{}{}",
                if meta.code == RuleId::ALL[0].meta().code { "" } else { "\n" },
                meta.category()
            )?;
        }
        let on_request = if rule.is_on_by_default() { "" } else { " (off by default)" };
        writeln!(
            out,
            "  {}  {:width$}  {:7}  {}{on_request}",
            meta.code, meta.name, meta.level, meta.summary
        )?;
    }
    Ok(())
}
