//! `ipxe-lint explain`.

#![expect(clippy::doc_markdown, reason = "these comments are the text of --help")]

use std::str::FromStr;

use clap::Args;
use ipxe_lint::{RuleId, reports::RulesReport};

use crate::{
    colors::Terminal,
    failure::Failure,
    json::{self, TextOrJson},
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
    /// Page format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: TextOrJson,
    /// When to use colours; `auto` also follows NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
}

/// Shows a rule's documentation: rendered on a terminal, otherwise as Markdown.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    if matches!(args.format, TextOrJson::Json) {
        output::deliver(None, |out| json::write(out, &RulesReport::documented(&[args.rule])))?;
        return Ok(Outcome::Clean);
    }
    let (page, terminal) = (args.rule.page(), Terminal::new(args.color, false));
    output::deliver(None, |out| {
        if terminal.has_colors() { markdown::render(out, &page) } else { out.write_all(page.as_bytes()) }
    })?;
    Ok(Outcome::Clean)
}
