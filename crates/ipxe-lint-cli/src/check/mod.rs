//! `ipxe-lint check`.

mod clear;
mod job;
mod known;
mod plans;
mod project;
mod script;
mod watch;

pub(crate) use plans::write as write_plans;
pub(crate) use project::ProjectArgs;

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
};

use ipxe_lint::{
    config::{Config, ReportFormat},
    reports::{Checked, FilesReport, JsonPlan, Summary},
};

use self::{job::Job, script::Script};
use crate::{
    cli::{CheckArgs, FixArgs, ReportArgs},
    colors::Terminal,
    complain::{complain, not_followed, not_served},
    diff::diff,
    failure::{Failure, shown},
    inputs::{Input, is_script, left_out, links_to_others},
    json,
    outcome::Outcome,
    output,
    report::{has_lists, is_for_services},
    write::{fixed, hidden_fixes, write, write_file},
};

/// Checks scripts and reports the findings: once, or whenever something changes.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    if args.adoption.diff_only.is_some() && args.paths.iter().any(is_stdin) {
        return Err(Failure::ChangedStdin);
    }
    if args.fixes.unsafe_fixes && args.fixes.applicability().is_none() {
        return Err(Failure::UnsafeFixesAlone);
    }
    args.context.read()?;
    if args.show_files {
        return show_files(args, &Job::new(args)?);
    }
    if !args.watch {
        return check(args, &Job::new(args)?);
    }
    if args.paths.iter().any(is_stdin) {
        return Err(Failure::WatchedStdin);
    }
    watch::run(args)
}

/// Lists the scripts that would be checked.
fn show_files(args: &CheckArgs, job: &Job) -> Result<Outcome, Failure> {
    job.found.failures.iter().for_each(|failure| complain(failure, args.report.color));
    let scripts = || job.found.inputs.iter().filter(|input| is_script(input));
    let report = args.report.output.as_deref();
    output::deliver(report, |out| match args.report.format {
        Some(ReportFormat::Json) => json::write(
            out,
            &FilesReport::new(scripts().map(|input| input.path().to_string_lossy().into_owned())),
        ),
        _ => scripts().try_for_each(|input| writeln!(out, "{}", shown(input.path()))),
    })?;
    let is_complete = job.found.failures.is_empty();
    if is_complete && !args.force_exclude && scripts().next().is_none() {
        return Err(Failure::NoScripts { paths: args.paths(), why: left_out(&args.paths(), &job.finder) });
    }
    Ok(if is_complete { Outcome::Clean } else { Outcome::CouldNot })
}

/// Checks scripts once.
fn check(args: &CheckArgs, job: &Job) -> Result<Outcome, Failure> {
    let report = ReportArgs { format: args.report.format.or(job.format()), ..args.report.clone() };
    check_format(&report)?;
    args.project.check_directories()?;
    check_places(&report, args.adoption.write_baseline.as_ref(), job)?;
    let is_filter = args.fixes.fix && !args.fixes.diff && job.found.inputs.iter().any(Input::is_stdin);
    if is_filter && job.found.inputs.len() > 1 {
        return Err(Failure::FixedWithOthers);
    }
    let (scripts, unreadable) = job.check();
    let failures: Vec<&Failure> = job.found.failures.iter().chain(&unreadable).collect();
    if scripts.is_empty() && failures.is_empty() && !args.force_exclude {
        let why = left_out(&args.paths(), &job.finder);
        return Err(Failure::NoScripts { paths: args.paths(), why });
    }
    for failure in &failures {
        complain(failure, report.color);
    }
    if let Some(path) = &args.adoption.write_baseline {
        return if failures.is_empty() {
            known::write(job, path, &scripts)
        } else {
            Err(Failure::BaselineIncomplete)
        };
    }
    let has_findings = if args.fixes.diff {
        show_changes(&scripts, &report, job.fixes)?
    } else {
        let plans =
            if report.plan { plans::plans(&scripts, job, &args.configuration())? } else { Vec::new() };
        show_findings(&scripts, &plans, &report, is_filter, job)?
    };
    if !report.quiet {
        if job.settings.follow {
            not_served(&job.settings.serve);
        }
        not_followed(&links_to_others(&job.found.links, &job.found.inputs));
        known::tell_gone(job, &scripts);
    }
    Ok(match (failures.as_slice(), has_findings) {
        ([], false) => Outcome::Clean,
        ([], true) => Outcome::Findings,
        _ => Outcome::CouldNot,
    })
}

/// Whether the requested report exists in that format.
fn check_format(report: &ReportArgs) -> Result<(), Failure> {
    match has_lists(report.format()) {
        false if report.statistics => Err(Failure::StatisticsFormat),
        false if report.list_suppressions => Err(Failure::SuppressionsFormat),
        false if report.plan => Err(Failure::PlansFormat),
        _ => Ok(()),
    }
}

/// Whether each report, and the baseline, goes to its own file, which is not one of the inputs.
fn check_places(report: &ReportArgs, baseline: Option<&PathBuf>, job: &Job) -> Result<(), Failure> {
    let here = &job.finder.here;
    // Several reports may go to a pipe or a terminal.
    let is_file = |path: &&PathBuf| !std::fs::metadata(path).is_ok_and(|there| !there.is_file());
    let reports = report.report.iter().map(|file| &file.path);
    let mut seen = HashSet::new();
    for path in report.output.iter().chain(reports).chain(baseline).filter(is_file) {
        let absolute = here.absolute(path);
        let is_it = |input: &&Input| !input.is_stdin() && here.absolute(input.path()) == absolute;
        // A file that was only found in a directory may be the last report.
        if job.found.inputs.iter().filter(is_it).any(is_script) {
            return Err(Failure::ReportOverScript { path: path.clone() });
        }
        if !seen.insert(absolute) {
            return Err(Failure::SameReport { path: path.clone() });
        }
    }
    Ok(())
}

/// Shows the changes that fixes make. Returns whether there are any.
fn show_changes(scripts: &[Script<'_>], report: &ReportArgs, fixes: FixArgs) -> Result<bool, Failure> {
    let file = report.output.as_deref();
    let terminal = Terminal::new(report.color, file.is_some());
    let changed: Vec<_> =
        scripts.iter().filter_map(|script| Some((script, script.original.as_ref()?))).collect();
    output::deliver(file, |out| {
        changed.iter().try_for_each(|(script, old)| diff(out, script.path, old, &script.source, terminal))
    })?;
    let checked: Vec<Checked<'_>> = scripts.iter().map(Script::checked).collect();
    let hidden = hidden_fixes(&Summary::new(&checked), fixes).filter(|_| !report.quiet);
    // The remaining findings are not part of the diff.
    hidden.map_or(Ok(()), |hidden| output::to_stderr(|out| writeln!(out, "{hidden}")))?;
    Ok(!changed.is_empty())
}

/// Shows the findings. Returns whether they fail the run.
fn show_findings(
    scripts: &[Script<'_>],
    plans: &[JsonPlan],
    report: &ReportArgs,
    is_filter: bool,
    job: &Job,
) -> Result<bool, Failure> {
    let file = report.output.as_deref();
    if is_filter {
        let terminal = Terminal::new(report.color, false);
        output::deliver(None, |out| {
            scripts.iter().try_for_each(|script| terminal.write_script(out, &script.source))
        })?;
    }
    let count = scripts.iter().map(|script| script.fixes).sum();
    let checked: Vec<Checked<'_>> = scripts.iter().map(Script::checked).collect();
    let terminal = Terminal::new(report.color, file.is_some());
    let is_any_for_services = report.formats().any(is_for_services);
    let paths = |script: &Script<'_>| job.finder.here.below(script.path);
    let paths: Vec<PathBuf> = scripts.iter().filter(|_| is_any_for_services).map(paths).collect();
    let for_services: Vec<_> =
        scripts.iter().zip(&paths).map(|(script, path)| script.checked_as(path)).collect();
    let told = |format| if is_for_services(format) { &for_services } else { &checked };
    let write_report = |out: &mut dyn io::Write| {
        fixed(out, report, count)?;
        write(out, report, job.fixes, told(report.format()), plans, terminal)
    };
    if is_filter && file.is_none() {
        output::to_stderr(write_report)?;
    } else {
        output::deliver(file, write_report)?;
    }
    report.report.iter().try_for_each(|file| write_file(file, told(file.format), report.color))?;
    let fails = Summary::new(&checked).fails_on(job.settings.fail_on, job.settings.max_warnings);
    Ok(fails && !report.list_suppressions)
}

impl CheckArgs {
    /// The options as a configuration.
    fn configuration(&self) -> Config {
        let mut config = Config::default();
        self.context.configure(&mut config);
        self.target.configure(&mut config);
        self.project.configure(&mut config);
        self.rules.configure(&mut config);
        self.adoption.configure(&mut config);
        config
    }

    /// The paths to check.
    fn paths(&self) -> Vec<PathBuf> {
        if self.paths.is_empty() { vec![PathBuf::from(".")] } else { self.paths.clone() }
    }

    /// The paths to check, with the name for standard input.
    fn files(&self) -> impl Iterator<Item = &Path> {
        let here = self.paths.is_empty().then_some(Path::new("."));
        let named = self.paths.iter().map(PathBuf::as_path);
        let stdin = self.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>"));
        here.into_iter().chain(named.map(move |path| if path.as_os_str() == "-" { stdin } else { path }))
    }
}
