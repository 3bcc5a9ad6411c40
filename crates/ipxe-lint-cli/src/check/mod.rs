//! `ipxe-lint check`.

mod project;

pub(crate) use project::ProjectArgs;

use std::{
    io,
    path::{Path, PathBuf},
};

use ipxe_lint::{
    LintOptions, Report, fix, lint,
    reports::{Checked, Summary},
};
use rayon::prelude::*;

use crate::{
    cli::{CheckArgs, FixArgs, ReportArgs},
    colors::Terminal,
    complain::complain,
    diff::diff,
    failure::Failure,
    inputs::{Input, find, read},
    outcome::Outcome,
    output,
    write::{fixed, write, write_files},
};

/// Checks scripts and reports what was found.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let ReportArgs { format, statistics, list_suppressions, color, output: ref file, .. } = args.report;
    if statistics && !format.has_lists() {
        return Err(Failure::StatisticsFormat);
    }
    if list_suppressions && !format.has_lists() {
        return Err(Failure::SuppressionsFormat);
    }
    let options = options(args)?;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let mut found = find(paths, args.stdin_filename.as_deref());
    let fixes = args.fixes;
    let is_filter = fixes.fix && !fixes.diff && found.inputs.iter().any(Input::is_stdin);
    if fixes.unsafe_fixes && fixes.applicability().is_none() {
        return Err(Failure::UnsafeFixesAlone);
    }
    if is_filter && found.inputs.len() > 1 {
        return Err(Failure::FixedWithOthers);
    }
    let (scripts, unreadable) = check_all(&found.inputs, args, &options);
    found.failures.extend(unreadable);
    if scripts.is_empty() && found.failures.is_empty() {
        return Err(Failure::NoScripts { paths: paths.to_vec() });
    }
    found.failures.iter().for_each(|failure| complain(failure, color));
    let terminal = Terminal::new(color, file.is_some());
    if fixes.diff {
        let changed: Vec<_> =
            scripts.iter().filter_map(|script| Some((script, script.original.as_ref()?))).collect();
        output::deliver(file.as_deref(), |out| {
            changed.iter().try_for_each(|(script, old)| diff(out, script.path, old, &script.source, terminal))
        })?;
        return Ok(outcome(&found.failures, !changed.is_empty()));
    }
    if is_filter {
        output::deliver(None, |out| scripts.iter().try_for_each(|script| out.write_all(&script.source)))?;
    }
    let count = scripts.iter().map(|script| script.fixes).sum();
    let checked: Vec<Checked<'_>> = scripts.iter().map(Script::checked).collect();
    let summary = Summary::new(&checked);
    let report = |out: &mut dyn io::Write| {
        fixed(out, &args.report, count)?;
        write(out, &args.report, &checked, terminal)
    };
    if is_filter && file.is_none() {
        output::to_stderr(report)?;
    } else {
        output::deliver(file.as_deref(), report)?;
    }
    write_files(&args.report, &checked)?;
    Ok(outcome(&found.failures, summary.fails() && !list_suppressions))
}

fn outcome(failures: &[Failure], has_findings: bool) -> Outcome {
    match (failures, has_findings) {
        ([], false) => Outcome::Clean,
        ([], true) => Outcome::Findings,
        _ => Outcome::CouldNot,
    }
}

/// What the scripts are checked against.
fn options(args: &CheckArgs) -> Result<LintOptions, Failure> {
    let context = args.context.context()?;
    let target = args.target.target(&context)?;
    let options = LintOptions::default()
        .with_target(target)
        .with_rules(args.rules.selection())
        .with_context(context)
        .with_suppressions(!args.rules.no_suppressions);
    Ok(match args.context.profile()? {
        Some(profile) => options.with_profile(profile),
        None => options,
    })
}

/// A script with what was found in it.
struct Script<'i> {
    path: &'i Path,
    /// What the report is about: the text that was read, or the corrected one.
    source: Vec<u8>,
    /// The text that was read, if it was corrected.
    original: Option<Vec<u8>>,
    /// How many fixes were applied.
    fixes: usize,
    report: Report,
}

impl<'i> Script<'i> {
    /// What was found in a script as it is.
    fn new(input: &'i Input, source: Vec<u8>, report: Report) -> Self {
        // If nothing of it will be shown, nobody needs it.
        let source = if report.is_empty() && report.suppressions().is_empty() { Vec::new() } else { source };
        Self { path: input.path(), source, original: None, fixes: 0, report }
    }

    fn checked(&self) -> Checked<'_> {
        Checked::with_report(self.path, &self.source, &self.report)
    }
}

/// Checks scripts in parallel; the results are in the inputs' order.
fn check_all<'i>(
    inputs: &'i [Input],
    args: &CheckArgs,
    options: &LintOptions,
) -> (Vec<Script<'i>>, Vec<Failure>) {
    let fixes = args.fixes;
    let results: Vec<_> = match inputs {
        // Not worth starting threads for.
        [input] => vec![check(input, options, fixes)],
        _ if args.project.no_follow => inputs.par_iter().map(|input| check(input, options, fixes)).collect(),
        _ => project::check(inputs, args, options),
    };
    let (mut scripts, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(script) => scripts.extend(script),
            Err(failure) => failures.push(failure),
        }
    }
    (scripts, failures)
}

/// Checks one script, and mends it if that was asked for; none: the file is not one.
fn check<'i>(input: &'i Input, options: &LintOptions, fixes: FixArgs) -> Result<Option<Script<'i>>, Failure> {
    let Some(source) = read(input)? else { return Ok(None) };
    check_source(input, source, options, fixes).map(Some)
}

fn check_source<'i>(
    input: &'i Input,
    source: Vec<u8>,
    options: &LintOptions,
    fixes: FixArgs,
) -> Result<Script<'i>, Failure> {
    let Some(applicability) = fixes.applicability() else {
        let report = lint(&ipxe_syntax::parse(&source), options);
        return Ok(Script::new(input, source, report));
    };
    let fixed = fix(&source, options, applicability);
    let original = (fixed.text != source).then_some(source);
    if original.is_some() && !fixes.diff && !input.is_stdin() {
        let path = input.path();
        output::replace(path, |out| out.write_all(&fixed.text))
            .map_err(|error| Failure::Unwritable { path: Some(path.to_path_buf()), error })?;
    }
    let fixes = fixed.count();
    Ok(Script { path: input.path(), source: fixed.text, original, fixes, report: fixed.report })
}
