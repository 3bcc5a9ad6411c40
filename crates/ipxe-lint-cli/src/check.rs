//! `ipxe-lint check`.

use std::path::{Path, PathBuf};

use ipxe_lint::{
    LintOptions, Report, lint,
    reports::{Checked, Summary},
};
use rayon::prelude::*;

use crate::{
    cli::{CheckArgs, Format, ReportArgs},
    colors::Terminal,
    complain::complain,
    failure::Failure,
    inputs::{Input, find, read},
    outcome::Outcome,
    output,
    write::write,
};

/// Checks scripts and reports what was found.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let ReportArgs { format, statistics, list_suppressions, color, output: ref file, .. } = args.report;
    if matches!(format, Format::Sarif | Format::Github) {
        if statistics {
            return Err(Failure::StatisticsFormat);
        }
        if list_suppressions {
            return Err(Failure::SuppressionsFormat);
        }
    }
    let options = options(args)?;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let mut found = find(paths, args.stdin_filename.as_deref());
    let (scripts, unreadable) = check_all(&found.inputs, &options);
    found.failures.extend(unreadable);
    if scripts.is_empty() && found.failures.is_empty() {
        return Err(Failure::NoScripts { paths: paths.to_vec() });
    }
    found.failures.iter().for_each(|failure| complain(failure, color));
    let checked: Vec<Checked<'_>> = scripts.iter().map(Script::checked).collect();
    let summary = Summary::new(&checked);
    let terminal = Terminal::new(color, file.is_some());
    output::deliver(file.as_deref(), |out| write(out, &args.report, &checked, terminal))?;
    Ok(if !found.failures.is_empty() {
        Outcome::CouldNot
    } else if summary.fails() && !list_suppressions {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
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
    source: Vec<u8>,
    report: Report,
}

impl Script<'_> {
    fn checked(&self) -> Checked<'_> {
        Checked::with_report(self.path, &self.source, &self.report)
    }
}

/// Checks scripts in parallel; the results are in the inputs' order.
fn check_all<'i>(inputs: &'i [Input], options: &LintOptions) -> (Vec<Script<'i>>, Vec<Failure>) {
    let results: Vec<_> = match inputs {
        // Not worth starting threads for.
        [input] => vec![check(input, options)],
        _ => inputs.par_iter().map(|input| check(input, options)).collect(),
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

/// Checks one script; none: the file is not one.
fn check<'i>(input: &'i Input, options: &LintOptions) -> Result<Option<Script<'i>>, Failure> {
    let Some(mut source) = read(input)? else { return Ok(None) };
    let report = lint(&ipxe_syntax::parse(&source), options);
    if report.is_empty() && report.suppressions().is_empty() {
        // Nothing of it will be shown.
        source = Vec::new();
    }
    Ok(Some(Script { path: input.path(), source, report }))
}
