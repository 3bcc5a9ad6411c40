//! The options that say which configuration file counts.

use std::path::PathBuf;

use clap::Args;
use ipxe_lint::{
    config::{EngineName, UnknownEngine},
    host::{TemplateEngine, Templating},
};
use ipxe_lint_config::{Finder, Here, Lookup, check_variables};

use crate::{failure::Failure, offered::offered};

/// Which configuration file counts.
#[derive(Args, Debug)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Configuration file, instead of the ipxe-lint.toml nearest to each script
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ignore configuration files
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
    /// Template engine of the scripts: jinja, go, mustache, erb, terraform, envsubst and others, or none
    ///
    /// By default the configuration says it, the extension (`.j2`, `.erb`, `.tftpl`), or the text. envsubst replaces only the names
    /// that are given, if any are: `--template envsubst=SERVER,PORT`.
    #[arg(long, value_name = "ENGINE[=NAME,…]", value_parser = offered(templating, engines), hide_possible_values = true)]
    template: Option<Templating>,
}

impl ConfigArgs {
    /// Finds the effective configuration files.
    pub(crate) fn finder(&self) -> Result<Finder, Failure> {
        let (file, template) = (self.config.clone(), self.template.clone());
        Ok(Finder::new(Here::new(), &Lookup { file, isolated: self.isolated, template })?)
    }
}

/// Parses `ENGINE` or `ENGINE=NAME,NAME`.
fn templating(text: &str) -> Result<Templating, String> {
    let (engine, names) = text.split_once('=').map_or((text, None), |(engine, names)| (engine, Some(names)));
    let EngineName(engine) = engine.parse().map_err(|error: UnknownEngine| error.to_string())?;
    let names: Vec<String> = names.iter().flat_map(|names| names.split(',')).map(str::to_owned).collect();
    match check_variables(engine, &names) {
        Some((_, problem)) => Err(problem),
        None => Ok(Templating::of(engine).with_variables(names)),
    }
}

fn engines() -> Vec<&'static str> {
    TemplateEngine::all().map(TemplateEngine::name).collect()
}
