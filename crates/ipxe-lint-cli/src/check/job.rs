use std::{
    cell::RefCell,
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use ipxe_lint::{
    Document, LintOptions, Report, Root,
    config::{Config, Layers, ReportFormat},
    fix_some,
    host::Template,
    lint, lint_with_renderings,
};
use ipxe_lint_config::{BaselineFile, ConfigFile, Finder, RunSettings, ScriptOptions, common_folder, roots};
use rayon::prelude::*;

use super::{Script, project};
use crate::{
    adoption::{Changes, Filter, Filtered},
    bug,
    cli::{CheckArgs, FixArgs},
    config::blame,
    failure::Failure,
    inputs::Values,
    inputs::{Found, Input, document, find, is_script, read},
    output,
    progress::Progress,
};

/// Scripts to check, and all settings for that.
pub(super) struct Job {
    pub(super) found: Found,
    /// The options for each input.
    options: Vec<Arc<LintOptions>>,
    pub(super) settings: RunSettings,
    /// The document roots, if scripts are followed.
    pub(super) roots: Vec<Root>,
    pub(super) fixes: FixArgs,
    /// Whether the scripts are executed afterwards.
    is_planning: bool,
    filter: Filter,
    pub(super) progress: Progress,
    pub(super) finder: Arc<Finder>,
    /// The values for rendering templates.
    values: Vec<Values>,
}

impl Job {
    pub(super) fn new(args: &CheckArgs) -> Result<Self, Failure> {
        let finder = Arc::new(args.config.finder()?);
        let command_line = args.configuration();
        let paths = args.paths();
        let folder = common_folder(args.files().map(|path| finder.here.absolute(path)));
        let folder = folder.unwrap_or_else(|| finder.here.absolute(".".as_ref()));
        let file = finder.of_folder(&folder)?;
        let settings = settings(file.as_deref(), &command_line);
        let roots = if settings.follow { roots(&settings.root, file.as_deref())? } else { Vec::new() };
        let found = find(&paths, args.stdin_filename.as_deref(), &finder, args.force_exclude)?;
        let mut options = ScriptOptions::new(&finder, &command_line);
        let options = found.inputs.iter().map(|input| Ok(options.named(input.path())?));
        let options = options.collect::<Result<Vec<_>, Failure>>()?;
        let filter = filter(args, &settings, &folder, &finder, file.as_deref())?;
        let shows_progress = !args.report.quiet && !args.watch;
        let progress =
            if shows_progress { Progress::new("Checking", 2 * found.inputs.len()) } else { Progress::none() };
        let (fixes, is_planning) = (args.fixes, args.report.plan);
        let values = args.values.read()?;
        Ok(Self { found, options, settings, roots, fixes, is_planning, filter, progress, finder, values })
    }

    /// The inputs with their options. They are taken one at a time: a few scripts take longer than most others
    /// together, and a thread that is done should find work.
    pub(super) fn inputs(&self) -> impl IndexedParallelIterator<Item = (&Input, &LintOptions)> {
        let inputs = self.found.inputs.par_iter().zip(&self.options).with_max_len(1);
        inputs.map(|(input, options)| (input, options.as_ref()))
    }

    /// The format of the findings.
    pub(super) fn format(&self) -> Option<ReportFormat> {
        self.settings.format
    }

    /// Checks scripts in parallel. The results are in the inputs' order.
    pub(super) fn check(&self) -> (Vec<Script<'_>>, Vec<Failure>) {
        let results: Vec<_> = match (self.found.inputs.as_slice(), self.options.as_slice()) {
            // Not worth starting threads.
            ([input], [options]) if self.roots.is_empty() => vec![self.check_one(input, options)],
            _ if self.settings.follow => project::check(self),
            _ => self.inputs().map(|(input, options)| self.check_one(input, options)).collect(),
        };
        self.progress.finish();
        let (mut scripts, mut failures) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Ok(script) => scripts.extend(script),
                Err(failure) => failures.push(failure),
            }
        }
        (scripts, failures)
    }

    /// Checks one script, and fixes it if requested. None if the file is not a script.
    fn check_one<'i>(&self, input: &'i Input, options: &LintOptions) -> Result<Option<Script<'i>>, Failure> {
        let Some(source) = read(input)? else { return Ok(None) };
        let script = bug::while_at(input.path(), || self.check_source(input, source, options));
        self.progress.one_more();
        script
    }

    /// Checks a script, or those of a document. None if it has none.
    pub(super) fn check_source<'i>(
        &self,
        input: &'i Input,
        source: Vec<u8>,
        options: &LintOptions,
    ) -> Result<Option<Script<'i>>, Failure> {
        let document = document(input, &source);
        if document.as_ref().is_some_and(Document::is_empty) {
            return Ok(None);
        }
        let Some(applicability) = self.fixes.applicability() else {
            let report = match &document {
                Some(document) => document.lint(options),
                None => self.lint(input, &source, options)?,
            };
            return Ok(Some(self.report(input, source, report)));
        };
        let filter = self.filter.of(input.path(), &source, &self.finder.here);
        // The number of findings that the last report omits, which is the relevant one.
        let filtered = RefCell::new(Filtered::default());
        let select = |text: &[u8], report: &mut Report| {
            filtered.replace(filter.apply(text, report));
        };
        let mut fixed = match &document {
            Some(document) => document.fix_some(options, applicability, select),
            None => fix_some(&source, options, applicability, select),
        };
        if self.has_values() && document.is_none() {
            // The remaining findings include those in renderings, which have no fixes.
            fixed.report = self.lint(input, &fixed.text, options)?;
            filtered.replace(filter.apply(&fixed.text, &mut fixed.report));
        }
        let original = (fixed.text != source).then(|| source.clone());
        if original.is_some() && !self.fixes.diff && !input.is_stdin() {
            let path = input.path();
            output::rewrite(path, &source, &fixed.text)?;
        }
        Ok(Some(Script::fixed(input, original, fixed, filtered.into_inner())))
    }

    /// Whether templates are rendered.
    pub(super) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    /// Checks a script; for a template, also its rendering with each file of values.
    fn lint(&self, input: &Input, source: &[u8], options: &LintOptions) -> Result<Report, Failure> {
        let script = ipxe_syntax::parse(source);
        let read = || Template::read_as(source, &options.templating).filter(Template::is_jinja);
        let Some(template) = self.has_values().then(read).flatten() else {
            return Ok(lint(&script, options));
        };
        let templating = &options.templating;
        let rendered = self.values.iter().map(|values| values.rendering(input.path(), &template, templating));
        let renderings: Vec<_> = rendered.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        Ok(lint_with_renderings(&script, options, &renderings))
    }

    /// A script as it is, with its reported findings.
    pub(super) fn report<'i>(&self, input: &'i Input, source: Vec<u8>, mut report: Report) -> Script<'i> {
        let filter = self.filter.of(input.path(), &source, &self.finder.here);
        let filtered = filter.apply(&source, &mut report);
        Script::new(input, source, report, filtered, self.is_planning)
    }

    /// The options for scripts, by path.
    pub(super) fn options_by_path(&self) -> HashMap<&Path, &LintOptions> {
        let paths = self.found.inputs.iter().map(Input::path);
        paths.zip(self.options.iter().map(AsRef::as_ref)).collect()
    }

    /// The files on which it depends, by absolute path: scripts, and the files that configure the check.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let scripts = self.found.inputs.iter().filter(|input| is_script(input));
        let scripts = scripts.map(|input| input.path().to_path_buf());
        let baseline = self.baseline().map(|file| file.path().to_path_buf());
        let paths = scripts.chain(baseline).chain(self.finder.files_named());
        paths.map(|path: PathBuf| self.finder.here.absolute(&path)).collect()
    }

    /// The known findings that are not reported.
    pub(super) fn baseline(&self) -> Option<&BaselineFile> {
        self.filter.baseline.as_ref()
    }
}

/// The run settings of the configuration that is nearest to all inputs.
fn settings(file: Option<&ConfigFile>, command_line: &Config) -> RunSettings {
    RunSettings::new(&Layers::new(file.map(|file| &file.config).into_iter().chain([command_line])))
}

fn filter(
    args: &CheckArgs,
    settings: &RunSettings,
    folder: &Path,
    finder: &Finder,
    file: Option<&ConfigFile>,
) -> Result<Filter, Failure> {
    // The new baseline contains all findings.
    let counts = !args.adoption.no_baseline && args.adoption.write_baseline.is_none();
    let path: Option<&PathBuf> = settings.baseline.as_ref().filter(|_| counts);
    let baseline = path.map(|path| {
        let by_file = file.filter(|file| file.config.baseline.as_ref() == Some(path));
        BaselineFile::read(path, &finder.here).map_err(|failure| match by_file {
            Some(file) => blame(file, &["baseline"], failure.into()),
            None => failure.into(),
        })
    });
    let changes = args.adoption.diff_only.as_ref().map(|revision| Changes::since(revision, folder));
    Ok(Filter { baseline: baseline.transpose()?, changes: changes.transpose()? })
}
