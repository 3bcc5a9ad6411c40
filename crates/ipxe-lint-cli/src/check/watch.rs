//! Repeats the check whenever something changes.

use std::{
    collections::HashSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use notify_debouncer_full::{
    DebounceEventResult, Debouncer, RecommendedCache, new_debouncer,
    notify::{self, RecommendedWatcher, RecursiveMode},
};

use super::{Job, check, clear};
use ipxe_lint_config::FILE_NAME;

use crate::{
    cli::CheckArgs,
    complain::complain,
    failure::Failure,
    inputs::{Input, find, is_script},
    outcome::Outcome,
};

/// The time without changes before a new check: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Repeats the check until the user ends it.
pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let mut watch = Watch::new(args)?;
    loop {
        let job = Job::new(args);
        let known = watch.begin(args, job.as_ref().ok())?;
        if let Err(failure) = job.and_then(|job| check(args, &job)) {
            complain(&failure, args.report.color);
        }
        if !args.report.quiet {
            // If that fails, there is nowhere left to report it.
            let _ = writeln!(io::stderr(), "Watching for changes.");
        }
        while !is_relevant(watch.next()?, args, &known) {}
        clear::screen();
    }
}

/// The directories that are watched.
struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    events: Receiver<DebounceEventResult>,
    folders: HashSet<PathBuf>,
    /// Those of them that are watched with all of their subdirectories.
    trees: Vec<PathBuf>,
}

impl Watch {
    /// Watches everything that is checked.
    fn new(args: &CheckArgs) -> Result<Self, Failure> {
        let (sender, events) = channel();
        let debouncer =
            new_debouncer(QUIET, None, sender).map_err(|error| refusal(Path::new("."), &error))?;
        let mut watch = Self { debouncer, events, folders: HashSet::new(), trees: Vec::new() };
        let finder = args.config.finder()?;
        for named in args.paths() {
            let path = finder.here.absolute(&named);
            match fs::metadata(&path) {
                Ok(there) if there.is_dir() => {
                    watch.add(&path, RecursiveMode::Recursive)?;
                    watch.trees.push(path);
                }
                Ok(_) => watch.around(&path)?,
                Err(error) => return Err(Failure::Unreadable { path: named, error }),
            }
        }
        Ok(watch)
    }

    /// Also watches the files that configure a job. Returns all files on which it depends.
    fn begin(&mut self, args: &CheckArgs, job: Option<&Job>) -> Result<HashSet<PathBuf>, Failure> {
        let mut files = said_by(args);
        files.extend(job.map(Job::files).unwrap_or_default());
        files.iter().try_for_each(|file| self.around(file))?;
        Ok(files)
    }

    /// Watches the directory of a file: editors replace the file by another one.
    fn around(&mut self, file: &Path) -> Result<(), Failure> {
        let Some(folder) = file.parent().filter(|folder| folder.is_dir()) else { return Ok(()) };
        if self.trees.iter().any(|tree| folder.starts_with(tree)) || self.folders.contains(folder) {
            return Ok(());
        }
        self.add(folder, RecursiveMode::NonRecursive)
    }

    fn add(&mut self, folder: &Path, mode: RecursiveMode) -> Result<(), Failure> {
        self.debouncer.watch(folder, mode).map_err(|error| refusal(folder, &error))?;
        self.folders.insert(folder.to_path_buf());
        Ok(())
    }

    fn next(&self) -> Result<DebounceEventResult, Failure> {
        let ended = |_| Failure::Unwatchable { path: ".".into(), problem: "the watcher ended".to_owned() };
        self.events.recv().map_err(ended)
    }
}

fn refusal(path: &Path, error: &notify::Error) -> Failure {
    Failure::Unwatchable { path: path.to_path_buf(), problem: error.to_string() }
}

/// The files that configure a job: from the command line, and the configurations around the inputs, even if these
/// contain errors.
fn said_by(args: &CheckArgs) -> HashSet<PathBuf> {
    let Ok(finder) = args.config.finder() else { return HashSet::new() };
    let named = args.configuration();
    let named = [named.context, named.profile, named.baseline].into_iter().flatten();
    let mut files: HashSet<PathBuf> = named.map(|path| finder.here.absolute(&path)).collect();
    for path in args.paths() {
        let path = finder.here.absolute(&path);
        let configs = path.ancestors().map(|folder| folder.join(FILE_NAME));
        files.extend(configs.into_iter().find(|config| config.exists()));
    }
    files
}

/// Whether a file on which a job depends has changed, or a script is new.
fn is_relevant(events: DebounceEventResult, args: &CheckArgs, known: &HashSet<PathBuf>) -> bool {
    // Changes that the watcher missed may be anything.
    let Ok(events) = events else { return true };
    let changes = events.iter().filter(|event| !event.kind.is_access());
    let changed: HashSet<&Path> = changes.flat_map(|event| &event.paths).map(PathBuf::as_path).collect();
    if changed.is_empty() {
        return false;
    }
    // All files of a directory appear and disappear with it.
    let concerns = |file: &Path| file.ancestors().any(|path| changed.contains(path));
    let is_config = |path: &&Path| path.file_name().is_some_and(|name| name == FILE_NAME);
    if changed.iter().any(is_config) || known.iter().any(|file| concerns(file)) {
        return true;
    }
    let Ok(finder) = args.config.finder().map(Arc::new) else { return false };
    let found = find(&args.paths(), None, &finder, args.force_exclude);
    let scripts = found.map(|found| found.inputs).unwrap_or_default();
    let is_changed = |script: &&Input| concerns(&finder.here.absolute(script.path()));
    scripts.iter().filter(is_changed).any(is_script)
}
