//! Values for templates, and what Jinja2 makes of these with them.

use std::path::{Path, PathBuf};

use clap::Args;
use ipxe_lint::host::{Composition, Template};
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};

use crate::{data_file, failure::Failure};

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
    /// What the engine makes of a template with the values.
    pub(crate) fn render(&self, path: &Path, source: &[u8]) -> Result<String, Failure> {
        let failure = |problem: String| Failure::Unrendered {
            path: path.to_path_buf(),
            values: self.path.clone(),
            problem,
        };
        let source = std::str::from_utf8(source).map_err(|error| failure(error.to_string()))?;
        let mut engine = Environment::new();
        let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build();
        engine.set_syntax(syntax.map_err(|error| failure(error.to_string()))?);
        engine.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        engine.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        engine.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        engine.set_loader(minijinja::path_loader(path.parent().unwrap_or(Path::new(""))));
        let text = engine.render_named_str(&path.to_string_lossy(), source, Serde(&self.all));
        // Engines are asked to leave out what statements before the header leave.
        text.map(|text| text.trim_start().to_owned()).map_err(|error| failure(problem(&error)))
    }

    /// The same, with the place in the template of all that is in it.
    pub(crate) fn rendering<'s>(
        &self,
        path: &Path,
        template: &Template<'s>,
    ) -> Result<Option<Composition<'s>>, Failure> {
        let text = self.render(path, template.source())?;
        let noted = template.noted().and_then(|noted| self.render(path, &noted).ok());
        let rendering = noted.and_then(|noted| template.rendering(noted.as_bytes()));
        // Where notes change what the template does, nothing is known of places.
        Ok(rendering.filter(|rendering| rendering.text() == text.as_bytes()))
    }
}

fn problem(error: &minijinja::Error) -> String {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    error.line().map_or_else(|| detail.clone(), |line| format!("line {line}: {detail}"))
}
