//! `ipxe-lint test`.

mod args;
mod case;
mod diff;
mod junit;
mod text;

pub(crate) use args::TestArgs;

use std::collections::BTreeSet;
use std::path::Path;

use ipxe_engine::testing::{ScriptTest, TestReport, TestResult, TestSuite, TestVerdict};
use ipxe_lint::config::Config;

use crate::{
    colors::Terminal,
    complain::complain,
    config::ScriptConfig,
    data_file,
    failure::{Failure, shown},
    json,
    outcome::Outcome,
    output,
};
use args::{TestFormat, TraceOf};

/// Runs tests, and tells what came of them.
pub(crate) fn run(args: &TestArgs) -> Result<Outcome, Failure> {
    let mut results = Vec::new();
    let mut told = BTreeSet::new();
    let mut fail = |failure: &Failure| {
        // What is wrong with a context is said once, not for every test with it.
        if told.insert(failure.to_string()) {
            complain(failure, args.color);
        }
    };
    let mut unreadable = false;
    for file in &args.files {
        match suite(file, args) {
            Ok((suite, config)) => results.extend(run_all(file, &suite, &config, args, &mut fail)),
            Err(failure) => {
                fail(&failure);
                unreadable = true;
            }
        }
    }
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

/// Reads a file of tests, and what is configured for it; one without any tests is a mistake.
fn suite(file: &Path, args: &TestArgs) -> Result<(TestSuite, ScriptConfig), Failure> {
    let suite: TestSuite = data_file::load(file)?;
    if suite.tests.is_empty() {
        return Err(Failure::EmptySuite { path: file.to_path_buf() });
    }
    Ok((suite, ScriptConfig::new(&args.config, file, Config::default())?))
}

/// Runs the tests of a file that were asked for.
fn run_all(
    file: &Path,
    suite: &TestSuite,
    config: &ScriptConfig,
    args: &TestArgs,
    fail: &mut impl FnMut(&Failure),
) -> Vec<TestResult> {
    let beside = file.parent().unwrap_or(Path::new(""));
    let named = suite.complete_tests().enumerate().map(|(at, test)| (name(at, &test), test));
    let wanted = named.filter(|(name, _)| args.filter.as_ref().is_none_or(|part| name.contains(part)));
    let run = |(name, test): (String, ScriptTest)| {
        let mut result = TestResult::new(shown(file), name);
        result.script.clone_from(&test.script);
        if let Err(failure) = case::run(test, beside, config, args, &mut result) {
            if matches!(failure, Failure::DataFile(_)) {
                fail(&failure);
            }
            result.verdict = TestVerdict::Error;
            result.error = Some(failure.to_string());
        }
        let traced = match args.trace {
            None => false,
            Some(TraceOf::Failed) => result.verdict == TestVerdict::Failed,
            Some(TraceOf::All) => true,
        };
        result.trace = result.trace.filter(|_| traced);
        result
    };
    wanted.map(run).collect()
}

/// What a test is called: its name, or else its script, or its place in the file.
fn name(at: usize, test: &ScriptTest) -> String {
    test.name.clone().or_else(|| test.script.clone()).unwrap_or_else(|| format!("test {}", at + 1))
}
