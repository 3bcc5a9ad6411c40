//! The options that describe the machine and its network.

use std::path::{Path, PathBuf};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use ipxe_lint::config::Config;
use ipxe_lint_config::{
    data_file::{self, Form},
    small_file,
};

use crate::{failure::Failure, offered, stdin};

/// What is known about the machine and its network.
#[derive(Args, Debug)]
#[command(next_help_heading = "Machine and network")]
pub(crate) struct ContextArgs {
    /// What is known about the machine and its network: a TOML, JSON or YAML file, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Format of the context, where its file name does not show it
    ///
    /// toml, json or yaml. Standard input and file descriptors need it: `--context - --context-format json`.
    #[arg(long, value_name = "FORMAT", requires = "context")]
    #[arg(value_parser = form(), hide_possible_values = true)]
    context_format: Option<Form>,
    /// Value of a setting, over that of the context; can be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// What your provider supplies: a built-in profile, such as flexmetal (see `ipxe-lint profile`), or a file
    #[arg(long, value_name = "NAME|FILE", value_parser = offered::profile(), hide_possible_values = true)]
    profile: Option<PathBuf>,
}

impl ContextArgs {
    /// Reads a context that can only be read once, so that it applies to each script.
    pub(crate) fn read(&self) -> Result<(), Failure> {
        self.context.as_ref().map_or(Ok(()), |path| read_once(path, self.context_format))
    }

    /// Adds these options to a configuration.
    pub(crate) fn configure(&self, config: &mut Config) {
        config.context.clone_from(&self.context);
        config.profile.clone_from(&self.profile);
        config.settings =
            self.set.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    }
}

/// Reads a context from the command line: a file in a stated format, a pipe, or `-` for standard input.
fn read_once(path: &Path, form: Option<Form>) -> Result<(), Failure> {
    let is_stdin = path.as_os_str() == "-";
    if (form.is_none() && data_file::form_of(path).is_some()) || (!is_stdin && !path.exists()) {
        return Ok(());
    }
    let Some(form) = form else { return Err(Failure::UnknownContextFormat { path: path.to_path_buf() }) };
    let unreadable = |error| Failure::Unreadable { path: path.to_path_buf(), error };
    let bytes = if is_stdin {
        stdin::read(small_file::LARGEST)?
    } else {
        small_file::read(path).map_err(unreadable)?
    };
    data_file::keep(path, form, &String::from_utf8_lossy(&bytes));
    Ok(())
}

/// The formats of a context.
fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(["toml", "json", "yaml"]).map(|name| match name.as_str() {
        "json" => Form::Json,
        "yaml" => Form::Yaml,
        _ => Form::Toml,
    })
}

/// Reads `NAME=VALUE`.
fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE, such as `hostname=web1`".to_owned()),
    }
}
