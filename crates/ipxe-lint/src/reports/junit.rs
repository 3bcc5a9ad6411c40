use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Checked;
use crate::{Diagnostic, Level, Suppressed, printable, printable_lines};

/// Writes a report for CI systems that show test results, in the XML format that `JUnit` introduced.
///
/// A script is a test suite, and a finding is a failed test. Advice is a passed test with output, since it fails no
/// run; a suppressed finding is a skipped test; and a script without any of these is one passed test. The assumption
/// about a script is the output of its suite.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, junit}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let mut text = Vec::new();
/// junit(&mut text, &[Checked::new("boot.ipxe", source, report.diagnostics())])?;
/// assert!(String::from_utf8_lossy(&text).contains(r#"<failure message="label `nowhere` is not defined in this script" type="error">"#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn junit(out: &mut impl Write, scripts: &[Checked<'_>]) -> io::Result<()> {
    let mut report = Report::new("ipxe-lint");
    report.add_test_suites(scripts.iter().map(suite));
    // The detour through a string: the serializer hides the kind of an output error.
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())
}

fn suite(script: &Checked<'_>) -> TestSuite {
    let mut suite = TestSuite::new(script.file().name());
    suite.add_test_cases(script.diagnostics().iter().map(|finding| finding_case(script, finding)));
    suite.add_test_cases(script.suppressed().iter().map(|suppressed| skipped_case(script, suppressed)));
    if let Some(assumption) = script.assumption() {
        suite.set_system_out(format!("note: {}", printable(&assumption.to_string())));
    }
    if suite.test_cases.is_empty() {
        let mut case = TestCase::new("nothing to report", TestCaseStatus::success());
        case.set_classname(script.file().name());
        suite.add_test_case(case);
    }
    suite
}

fn finding_case(script: &Checked<'_>, finding: &Diagnostic) -> TestCase {
    if finding.level == Level::Advice {
        let mut case = case(script, finding, TestCaseStatus::success());
        case.set_system_out(description(script, finding));
        return case;
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(finding.level.as_str()).set_message(printable(&finding.message));
    status.set_description(description(script, finding));
    case(script, finding, status)
}

fn skipped_case(script: &Checked<'_>, suppressed: &Suppressed) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    if let Some(reason) = script.suppression_of(suppressed).and_then(|by| by.reason.as_deref()) {
        status.set_message(printable(reason));
    }
    case(script, &suppressed.diagnostic, status)
}

fn case(script: &Checked<'_>, finding: &Diagnostic, status: TestCaseStatus) -> TestCase {
    let place = script.place(finding.span);
    let name = format!("{} at {}:{}", finding.rule, place.line, place.column);
    let mut case = TestCase::new(name, status);
    case.set_classname(script.file().name());
    case.extra.insert("file".into(), script.file().name().into());
    case.extra.insert("line".into(), place.line.to_string().into());
    case
}

fn description(script: &Checked<'_>, finding: &Diagnostic) -> String {
    let place = script.place(finding.span);
    let (name, line, column) = (script.file().name(), place.line, place.column);
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", printable_lines(help)));
    format!("{name}:{line}:{column}: {}{}", finding.with_consequence(), help.unwrap_or_default())
}
