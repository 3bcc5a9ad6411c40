//! The report for CI systems that show test results, in the XML format that `JUnit` introduced.

use std::io::{self, Write};

use ipxe_lint::{printable, printable_lines};
use ipxe_machine::testing::{TestReport, TestResult, TestVerdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::text;

/// Writes a test suite per file.
pub(super) fn write(out: &mut dyn Write, report: &TestReport) -> io::Result<()> {
    let mut junit = Report::new("ipxe-lint");
    for tests in report.tests.chunk_by(|a, b| a.file == b.file) {
        let [first, ..] = tests else { continue };
        let mut suite = TestSuite::new(printable(&first.file));
        suite.add_test_cases(tests.iter().map(case));
        junit.add_test_suite(suite);
    }
    // The detour through a string: the serializer hides the kind of an output error.
    out.write_all(junit.to_string().map_err(io::Error::other)?.as_bytes())
}

fn case(test: &TestResult) -> TestCase {
    let mut case = TestCase::new(printable(&test.name), status(test));
    case.set_classname(printable(&test.file));
    case
}

fn status(test: &TestResult) -> TestCaseStatus {
    let (kind, message) = match test.verdict {
        TestVerdict::Passed => return TestCaseStatus::success(),
        TestVerdict::Failed => {
            let all: Vec<_> = test.mismatches.iter().map(ToString::to_string).collect();
            (NonSuccessKind::Failure, all.join("; "))
        }
        _ => (NonSuccessKind::Error, test.error.clone().unwrap_or_default()),
    };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(printable(&message)).set_description(details(test));
    status
}

/// All details of a test, without indentation.
fn details(test: &TestResult) -> String {
    let mut details = Vec::new();
    // Writing to memory cannot fail.
    let _ = text::details(&mut details, test);
    let details = printable_lines(&String::from_utf8_lossy(&details));
    let lines = details.lines().map(|line| line.strip_prefix(text::MARGIN).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}
