//! Values for templates, and what Jinja2 makes of these with them.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;
use ipxe_lint::host::{Composition, Template, Templating};
use ipxe_lint_config::data_file;
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};

use super::read::LARGEST_SCRIPT;
use crate::failure::Failure;

/// The maximum number of steps of a rendering: a million iterations of ten.
const FUEL: u64 = 10_000_000;

/// What templates are rendered with.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ValuesArgs {
    /// Values to render Jinja templates with: a TOML, JSON or YAML file; can be repeated, for a rendering each
    #[arg(long, value_name = "FILE")]
    values: Vec<PathBuf>,
}

/// A file with values.
pub(crate) struct Values {
    path: PathBuf,
    all: serde_json::Value,
}

impl ValuesArgs {
    /// Reads the files.
    pub(crate) fn read(&self) -> Result<Vec<Values>, Failure> {
        let read = |path: &PathBuf| Ok(Values { path: path.clone(), all: data_file::load(path)? });
        self.values.iter().map(read).collect()
    }
}

impl Values {
    /// The rendering of a template with the values.
    pub(crate) fn render(
        &self,
        path: &Path,
        source: &[u8],
        templating: &Templating,
    ) -> Result<String, Failure> {
        let failure = |problem: String| Failure::Unrendered {
            path: path.to_path_buf(),
            values: self.path.clone(),
            problem,
        };
        let source = std::str::from_utf8(source).map_err(|error| failure(error.to_string()))?;
        let engine = engine(path, templating).map_err(|error| failure(problem(&error)))?;
        let (name, mut text) = (path.to_string_lossy(), Bounded::default());
        let template = engine.template_from_named_str(&name, source);
        template
            .and_then(|template| template.render_captured_to(Serde(&self.all), &mut text).map(drop))
            .map_err(|error| failure(problem(&error)))?;
        // Engines are set up to omit the text that statements before the header leave.
        Ok(String::from_utf8_lossy(text.0.trim_ascii_start()).into_owned())
    }

    /// The same, with the position in the template of all of its text.
    pub(crate) fn rendering<'s>(
        &self,
        path: &Path,
        template: &Template<'s>,
        templating: &Templating,
    ) -> Result<Option<Composition<'s>>, Failure> {
        let text = self.render(path, template.source(), templating)?;
        let noted = template.noted().and_then(|noted| self.render(path, &noted, templating).ok());
        let rendering = noted.and_then(|noted| template.rendering(noted.as_bytes()));
        // If notes change the effect of the template, positions are unknown.
        Ok(rendering.filter(|rendering| rendering.text() == text.as_bytes()))
    }
}

/// The engine for a template, which may include others from its directory.
fn engine(path: &Path, templating: &Templating) -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(templating.trim_blocks).lstrip_blocks(templating.lstrip_blocks);
    engine.set_syntax(syntax.keep_trailing_newline(true).build()?);
    engine.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    engine.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    engine.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    engine.set_loader(minijinja::path_loader(path.parent().unwrap_or(Path::new(""))));
    engine.set_fuel(Some(FUEL));
    Ok(engine)
}

/// A text with the maximum length of a script.
#[derive(Default)]
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.0.len() + bytes.len()) as u64 > LARGEST_SCRIPT {
            let problem = format!("the rendering is too large: the limit is {} MiB", LARGEST_SCRIPT >> 20);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn problem(error: &minijinja::Error) -> String {
    use std::error::Error;
    let detail = match (error.kind(), error.source()) {
        (minijinja::ErrorKind::OutOfFuel, _) => "it takes too many steps".to_owned(),
        (minijinja::ErrorKind::WriteFailure, Some(source)) => source.to_string(),
        _ => error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
    };
    error.line().map_or_else(|| detail.clone(), |line| format!("line {line}: {detail}"))
}
