//! What came of tests.

use super::Mismatch;
use crate::report::Tool;

/// What came of tests, for programs.
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
    /// What made the report.
    pub tool: Tool,
    /// How many tests there were, and what came of them.
    pub summary: TestSummary,
    /// The tests, in the order of their files.
    pub tests: Vec<TestResult>,
}

/// How many tests came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestSummary {
    /// How many tests there were.
    pub tests: usize,
    /// How many of them passed.
    pub passed: usize,
    /// How many of them failed.
    pub failed: usize,
    /// How many of them could not be run.
    pub errors: usize,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TestResult {
    /// The file with the test.
    pub file: String,
    /// What the test is called.
    pub name: String,
    /// The script; none if the file has it.
    pub script: Option<String>,
    /// What came of it.
    pub verdict: TestVerdict,
    /// How the run ended, in words: `boots vmlinuz`. None if there was no run.
    pub outcome: Option<String>,
    /// The command with which it ended: the last one that was executed, with variables replaced.
    pub last_command: Option<String>,
    /// What is not as expected.
    pub mismatches: Vec<Mismatch>,
    /// Why it could not be run.
    pub error: Option<String>,
    /// What the script did, in the form of `run --trace json`; only there if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default, schema_with = "super::schema::trace"))]
    pub trace: Option<crate::simulate::Trace>,
}

/// What can come of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum TestVerdict {
    /// Everything is as expected.
    Passed,
    /// Something is not as expected.
    Failed,
    /// It could not be run.
    Error,
}

impl TestSummary {
    /// How many of these tests came to what.
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
    /// The result of a test that passed so far.
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
