use std::{
    io,
    path::{Path, PathBuf},
};

use ipxe_lint::{
    config::{Config, Override},
    host::{TemplateEngine, Templating},
};
use ipxe_machine::context::NetworkContext;

use crate::{
    banner::banner_of_file,
    data_error::DataFileError,
    data_file::from_toml,
    failure::Failure,
    paths::{Here, parent},
    patterns::Patterns,
    places::{line, place},
    small_file,
};

/// A configuration file.
#[derive(Debug)]
pub struct ConfigFile {
    /// Its path, for display.
    pub path: PathBuf,
    /// Its absolute directory.
    folder: PathBuf,
    text: String,
    /// Its contents, with paths relative to the current directory.
    pub config: Config,
    include: Patterns,
    exclude: Patterns,
    /// One for each override.
    overrides: Vec<Patterns>,
    /// One for each kind of templates.
    templates: Vec<Patterns>,
}

impl ConfigFile {
    /// Reads the file at an absolute path.
    pub(crate) fn read(path: &Path, here: &Here) -> Result<Self, Failure> {
        let shown = here.relative(path);
        match small_file::read(path) {
            Ok(bytes) => Self::new(shown, parent(path), here, bytes),
            Err(error) => Err(Failure::Unreadable { path: shown, error }),
        }
    }

    /// Reads the file at an absolute path. None if it does not exist.
    pub(crate) fn read_if_there(path: &Path, here: &Here) -> Result<Option<Self>, Failure> {
        match Self::read(path, here) {
            Err(Failure::Unreadable { error, .. }) if is_absence(&error) => Ok(None),
            read => read.map(Some),
        }
    }

    fn new(path: PathBuf, folder: &Path, here: &Here, bytes: Vec<u8>) -> Result<Self, Failure> {
        let text = String::from_utf8(bytes).map_err(|error| not_utf_8(&path, &error))?;
        let written: Config = from_toml(&path, &text)?;
        let patterns = |at: &[&str], patterns: &[String]| {
            Patterns::new(patterns).map_err(|(number, problem)| {
                problem_at(&path, &text, &[at, &[&number.to_string()]].concat(), &problem)
            })
        };
        let include = patterns(&["include"], &written.include)?;
        let exclude = patterns(&["exclude"], &written.exclude)?;
        let overrides = written.overrides.iter().enumerate();
        let overrides = overrides
            .map(|(at, one)| patterns(&["overrides", &at.to_string(), "paths"], &one.paths))
            .collect::<Result<_, _>>()?;
        let templates = written.templates.iter().enumerate();
        let templates = templates
            .map(|(at, one)| patterns(&["templates", &at.to_string(), "paths"], &one.paths))
            .collect::<Result<_, _>>()?;
        check_templates(&path, &text, &written)?;
        check_settings(&path, &text, &written)?;
        check_lists(&path, &text, &written)?;
        let mut config = written.seen_from(&here.relative(folder));
        if let Some(file) = &config.target.banner_file {
            let at = ["target", "banner-file"];
            let read =
                banner_of_file(file).map_err(|failure| problem_at(&path, &text, &at, &failure.to_string()));
            config.target.banner = Some(read?);
        }
        Ok(Self { path, folder: folder.to_path_buf(), text, config, include, exclude, overrides, templates })
    }

    /// Whether a file or directory is skipped in a search. `path` is absolute.
    #[must_use]
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.within(path).is_some_and(|path| self.exclude.match_entry(path, is_folder))
    }

    /// Whether a file is a script, whatever its name is.
    #[must_use]
    pub fn includes(&self, path: &Path) -> bool {
        self.within(path).is_some_and(|path| self.include.match_file(path))
    }

    /// The overrides that apply to a script.
    #[must_use]
    pub fn overrides(&self, path: &Path) -> Vec<bool> {
        let within = self.within(path);
        let applies = |patterns: &Patterns| within.is_some_and(|path| patterns.match_file(path));
        self.overrides.iter().map(applies).collect()
    }

    /// The index of the template entry that applies to a file.
    #[must_use]
    pub fn templates_of(&self, path: &Path) -> Option<usize> {
        let path = self.within(path)?;
        self.templates.iter().rposition(|patterns| patterns.match_file(path))
    }

    /// The template engine of a file. None if it is not configured.
    #[must_use]
    pub fn templating(&self, path: &Path) -> Option<Templating> {
        Some(self.config.templates[self.templates_of(path)?].templating())
    }

    /// The overrides, with their indices.
    #[must_use]
    pub fn number_of(&self, one: &Override) -> Option<usize> {
        self.config.overrides.iter().position(|other| std::ptr::eq(one, other))
    }

    /// The path relative to the file's directory.
    fn within<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.folder).ok()
    }

    /// The line that sets a value.
    #[must_use]
    pub fn line_of(&self, at: &[&str]) -> Option<usize> {
        Some(line(&self.text, &place(&self.text, at)?))
    }

    /// An error in the file's contents, shown at its position; an error in another file is shown there.
    #[must_use]
    pub fn blame(&self, at: &[&str], failure: Failure) -> Failure {
        if matches!(failure, Failure::DataFile(_)) {
            return failure;
        }
        self.problem(at, &failure.to_string())
    }

    /// An error in the file's contents, shown at its position.
    #[must_use]
    pub fn problem(&self, at: &[&str], problem: &str) -> Failure {
        problem_at(&self.path, &self.text, at, problem)
    }
}

/// Whether there is no file, nor anything else with its name.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn problem_at(path: &Path, text: &str, at: &[&str], problem: &str) -> Failure {
    DataFileError::new(path, text, problem, place(text, at)).into()
}

fn not_utf_8(path: &Path, error: &std::string::FromUtf8Error) -> Failure {
    let start = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes());
    let at = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
    DataFileError::new(path, &text, "TOML is UTF-8, which these bytes are not", Some(at)).into()
}

/// Whether the values fit their settings.
fn check_settings(path: &Path, text: &str, config: &Config) -> Result<(), Failure> {
    let mut context = NetworkContext::new();
    config.settings.iter().try_for_each(|(name, value)| {
        let set = context.set(name, value.clone());
        set.map_err(|error| problem_at(path, text, &["settings", name], &error.to_string()))
    })
}

/// Checks that lists are not empty where an empty one would have no meaning.
fn check_lists(path: &Path, text: &str, config: &Config) -> Result<(), Failure> {
    let (target, none) = (&config.target, "an empty list names none; leave it out for all");
    let is_empty = |list: Option<usize>| list == Some(0);
    if is_empty(target.platforms.as_ref().map(Vec::len)) {
        return Err(problem_at(path, text, &["target", "platforms"], none));
    }
    if is_empty(target.arches.as_ref().map(Vec::len)) {
        return Err(problem_at(path, text, &["target", "arches"], none));
    }
    match config.overrides.iter().position(|one| one.paths.is_empty()) {
        Some(number) => {
            let at = ["overrides", &number.to_string(), "paths"];
            Err(problem_at(path, text, &at, "an empty list names no scripts: the override never applies"))
        }
        None => Ok(()),
    }
}

/// Checks that the templates are files, and that their engine can replace the names.
fn check_templates(path: &Path, text: &str, config: &Config) -> Result<(), Failure> {
    for (at, one) in config.templates.iter().enumerate() {
        let at = at.to_string();
        if one.paths.is_empty() {
            let none = "an empty list names no files: the entry never applies";
            return Err(problem_at(path, text, &["templates", &at, "paths"], none));
        }
        let options = [("trim-blocks", one.trim_blocks), ("lstrip-blocks", one.lstrip_blocks)];
        if let Some((name, _)) = options.into_iter().find(|(_, is_set)| *is_set)
            && one.engine.0 != TemplateEngine::Jinja
        {
            let problem = format!("`{}` has no such option: only jinja has it", one.engine.0);
            return Err(problem_at(path, text, &["templates", &at, name], &problem));
        }
        if let Some((number, problem)) = check_variables(one.engine.0, &one.variables) {
            return Err(problem_at(
                path,
                text,
                &["templates", &at, "variables", &number.to_string()],
                &problem,
            ));
        }
    }
    Ok(())
}

/// The first name that an engine cannot replace, and the reason.
#[must_use]
pub fn check_variables(engine: TemplateEngine, names: &[String]) -> Option<(usize, String)> {
    let is_name = |name: &String| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        name.bytes().all(is_part) && name.bytes().next().is_some_and(|first| !first.is_ascii_digit())
    };
    if engine != TemplateEngine::Envsubst {
        let problem = || format!("`{engine}` takes no list of names: only envsubst has one");
        return names.first().map(|_| (0, problem()));
    }
    let wrong = names.iter().position(|name| !is_name(name))?;
    Some((wrong, format!("`{}` is no name that envsubst replaces", ipxe_lint::printable(&names[wrong]))))
}
