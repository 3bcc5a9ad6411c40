//! The results of tests.

use super::Mismatch;
use crate::report::Tool;

/// The results of tests, for programs.
///
/// Fields may be added; one that is removed, or changes its meaning, changes [`TestReport::VERSION`]. The feature
/// `schema` gives it a JSON schema.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint test",
        description = "What `ipxe-lint test --format json` writes. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct TestReport {
    /// The version of this structure.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// Numbers of tests by result.
    pub summary: TestSummary,
    /// The tests, in the order of their files.
    pub tests: Vec<TestResult>,
}

/// Numbers of tests by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestSummary {
    /// Number of tests.
    pub tests: usize,
    /// Number of tests that passed.
    pub passed: usize,
    /// Number of tests that failed.
    pub failed: usize,
    /// Number of tests that could not be run.
    pub errors: usize,
}

/// The result of a test.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestResult {
    /// The file with the test.
    pub file: String,
    /// The name of the test.
    pub name: String,
    /// The script; none if the test file contains it.
    pub script: Option<String>,
    /// The result.
    pub verdict: TestVerdict,
    /// The outcome of the run, in words: `boots vmlinuz`. None if there was no run.
    pub outcome: Option<String>,
    /// The last executed command, after expansion.
    pub last_command: Option<String>,
    /// The mismatches.
    pub mismatches: Vec<Mismatch>,
    /// The requests below served URIs for which there is no file, in one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub unserved: Vec<String>,
    /// Why it could not be run.
    pub error: Option<String>,
    /// The trace of the script, in the form of `run --trace json`; only if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "super::schema::trace"))]
    pub trace: Option<crate::simulate::Trace>,
}

/// The possible results of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum TestVerdict {
    /// Everything is as expected.
    Passed,
    /// There are mismatches.
    Failed,
    /// It could not be run.
    Error,
}

impl TestSummary {
    /// The numbers of these tests by result.
    #[must_use]
    pub fn of(tests: &[TestResult]) -> Self {
        let count = |verdict| tests.iter().filter(|test| test.verdict == verdict).count();
        Self {
            tests: tests.len(),
            passed: count(TestVerdict::Passed),
            failed: count(TestVerdict::Failed),
            errors: count(TestVerdict::Error),
        }
    }
}

impl TestResult {
    /// A test that has passed so far.
    #[must_use]
    pub fn new(file: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            name: name.into(),
            script: None,
            verdict: TestVerdict::Passed,
            outcome: None,
            last_command: None,
            mismatches: Vec::new(),
            unserved: Vec::new(),
            error: None,
            trace: None,
        }
    }
}

impl TestReport {
    /// The version of the format.
    pub const VERSION: u32 = crate::report::VERSION;

    /// A report about tests.
    #[must_use]
    pub fn new(tests: Vec<TestResult>) -> Self {
        let summary = TestSummary::of(&tests);
        Self { version: Self::VERSION, tool: Tool::THIS, summary, tests }
    }
}
