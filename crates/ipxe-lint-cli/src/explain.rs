//! `ipxe-lint explain`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::str::FromStr;

use clap::Args;
use ipxe_lint::RuleId;

use crate::{
    colors::Terminal,
    failure::Failure,
    markdown,
    offered::{self, offered},
    outcome::Outcome,
    output,
};

/// Which rule to explain.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// A rule's name or code
    #[arg(value_name = "RULE", hide_possible_values = true)]
    #[arg(value_parser = offered(<RuleId as FromStr>::from_str, offered::rules))]
    rule: RuleId,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
}

/// Shows a rule's documentation: rendered for a terminal, otherwise as the Markdown that it is.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let (page, terminal) = (args.rule.page(), Terminal::new(args.color, false));
    output::deliver(None, |out| {
        if terminal.has_colors() { markdown::render(out, &page) } else { out.write_all(page.as_bytes()) }
    })?;
    Ok(Outcome::Clean)
}
