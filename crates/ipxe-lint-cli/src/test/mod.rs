//! `ipxe-lint test`.

mod args;
mod case;
mod diff;
mod junit;
mod text;

pub(crate) use args::TestArgs;

use std::collections::BTreeSet;
use std::path::Path;

use ipxe_lint::config::Config;
use ipxe_lint_config::data_file;
use ipxe_machine::testing::{ScriptTest, TestReport, TestResult, TestSuite, TestVerdict};

use crate::{
    colors::Terminal,
    complain::complain,
    config::ScriptConfig,
    failure::{Failure, shown},
    json,
    outcome::Outcome,
    output,
    progress::Progress,
};
use args::{TestFormat, TraceOf};

/// Runs tests, and reports the results.
pub(crate) fn run(args: &TestArgs) -> Result<Outcome, Failure> {
    let mut results = Vec::new();
    let mut failures = Vec::new();
    let mut unreadable = false;
    let suites: Vec<_> = args.files.iter().map(|file| Suite::read(file, args)).collect();
    let count = suites.iter().flatten().map(|suite| suite.tests.len()).sum();
    let progress = Progress::new("Testing", count);
    for suite in suites {
        match suite {
            Ok(suite) => results.extend(suite.run_all(args, &progress, &mut failures)),
            Err(failure) => {
                failures.push(failure);
                unreadable = true;
            }
        }
    }
    progress.finish();
    let mut told = BTreeSet::new();
    // An error in a context is reported once, not for every test with it.
    let new = failures.iter().filter(|failure| told.insert(failure.to_string()));
    new.for_each(|failure| complain(failure, args.color));
    if results.is_empty() && !unreadable {
        return Err(Failure::NoTests { filter: args.filter.clone() });
    }
    let report = TestReport::new(results);
    if !report.tests.is_empty() {
        let terminal = Terminal::new(args.color, false);
        output::deliver(None, |out| match args.format {
            TestFormat::Text => text::write(out, &report, terminal),
            TestFormat::Json => json::write(out, &report),
            TestFormat::Junit => junit::write(out, &report),
        })?;
    }
    Ok(if unreadable || report.summary.errors > 0 {
        Outcome::CouldNot
    } else if report.summary.failed > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// The requested tests of a file.
struct Suite<'a> {
    file: &'a Path,
    /// Its configuration.
    config: ScriptConfig,
    /// The tests, each with its name.
    tests: Vec<(String, ScriptTest)>,
}

impl<'a> Suite<'a> {
    /// Reads a file; a file without tests is an error.
    fn read(file: &'a Path, args: &TestArgs) -> Result<Self, Failure> {
        let suite: TestSuite = data_file::load(file)?;
        if suite.tests.is_empty() {
            return Err(Failure::EmptySuite { path: file.to_path_buf() });
        }
        let named = suite.complete_tests().enumerate().map(|(at, test)| (name(at, &test), test));
        let tests = named.filter(|(name, _)| args.filter.as_ref().is_none_or(|part| name.contains(part)));
        let config = ScriptConfig::new(&args.config, file, Config::default())?;
        Ok(Self { file, config, tests: tests.collect() })
    }

    fn run_all(self, args: &TestArgs, progress: &Progress, failures: &mut Vec<Failure>) -> Vec<TestResult> {
        let beside = self.file.parent().unwrap_or(Path::new(""));
        let run = |(name, test): (String, ScriptTest)| {
            let mut result = TestResult::new(shown(self.file), name);
            result.script.clone_from(&test.script);
            if let Err(failure) = case::run(test, beside, &self.config, args, &mut result) {
                result.verdict = TestVerdict::Error;
                result.error = Some(failure.to_string());
                if matches!(failure, Failure::Config(ipxe_lint_config::Failure::DataFile(_))) {
                    failures.push(failure);
                }
            }
            let traced = match args.trace {
                None => false,
                Some(TraceOf::Failed) => result.verdict == TestVerdict::Failed,
                Some(TraceOf::All) => true,
            };
            result.trace = result.trace.filter(|_| traced);
            progress.one_more();
            result
        };
        self.tests.into_iter().map(run).collect()
    }
}

/// The name of a test: its own, or otherwise its script, or its index in the file.
fn name(at: usize, test: &ScriptTest) -> String {
    test.name.clone().or_else(|| test.script.clone()).unwrap_or_else(|| format!("test {}", at + 1))
}
