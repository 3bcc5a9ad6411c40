//! The report as text.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use ipxe_lint::printable;
use ipxe_machine::simulate::Trace;
use ipxe_machine::testing::{Mismatch, Requirement, TestReport, TestResult, TestSummary, TestVerdict};

use super::diff;
use crate::{colors::Terminal, run::transcript};

/// The indentation of all details of a test.
pub(super) const MARGIN: &str = "          ";

/// Writes one line per test, and its mismatches.
pub(super) fn write(out: &mut dyn Write, report: &TestReport, terminal: Terminal) -> io::Result<()> {
    let styles = Styles::new(terminal);
    let mut file = None;
    for test in &report.tests {
        if file.replace(&test.file) != Some(&test.file) {
            writeln!(out, "{}", test.file)?;
        }
        write_test(out, test, styles)?;
    }
    write_summary(out, report.summary)
}

/// The colours, or none.
#[derive(Clone, Copy)]
struct Styles {
    good: Style,
    bad: Style,
}

impl Styles {
    fn new(terminal: Terminal) -> Self {
        let color = |color: AnsiColor| if terminal.has_colors() { color.on_default() } else { Style::new() };
        Self { good: color(AnsiColor::Green), bad: color(AnsiColor::Red) }
    }
}

fn write_test(out: &mut dyn Write, test: &TestResult, styles: Styles) -> io::Result<()> {
    let Styles { good, bad } = styles;
    let name = printable(&test.name);
    match test.verdict {
        TestVerdict::Passed => writeln!(out, "  {good}ok{good:#}      {name}")?,
        TestVerdict::Failed => writeln!(out, "  {bad}FAILED{bad:#}  {name}")?,
        _ => writeln!(out, "  {bad}ERROR{bad:#}   {name}")?,
    }
    write_details(out, test, styles)
}

/// Writes all details of a test, without colours.
pub(super) fn details(out: &mut dyn Write, test: &TestResult) -> io::Result<()> {
    write_details(out, test, Styles { good: Style::new(), bad: Style::new() })
}

fn write_details(out: &mut dyn Write, test: &TestResult, styles: Styles) -> io::Result<()> {
    if let Some(error) = &test.error {
        writeln!(out, "{MARGIN}{error}")?;
    }
    for mismatch in &test.mismatches {
        write_mismatch(out, mismatch, styles)?;
    }
    if let Some(outcome) = test.outcome.as_ref().filter(|_| test.verdict == TestVerdict::Failed) {
        let script = test.script.as_deref().filter(|script| *script != test.name);
        let script = script.map(|script| format!(", {},", printable(script)));
        writeln!(out, "{MARGIN}The script{} {outcome}{}", script.unwrap_or_default(), last(test))?;
    }
    if test.verdict == TestVerdict::Failed {
        for sentence in &test.unserved {
            writeln!(out, "{MARGIN}note: {sentence}")?;
        }
    }
    test.trace.as_ref().map_or(Ok(()), |trace| write_trace(out, trace))
}

fn write_mismatch(out: &mut dyn Write, mismatch: &Mismatch, styles: Styles) -> io::Result<()> {
    writeln!(out, "{MARGIN}{}", printable(&mismatch.to_string()))?;
    let margin = format!("{MARGIN}  ");
    match (&mismatch.found, mismatch.requirement) {
        (Some(found), Requirement::Equals) => {
            diff::write(out, &margin, (&mismatch.expected, found), (styles.bad, styles.good))
        }
        // Its outcome is shown anyway.
        (_, Requirement::Succeeds) => Ok(()),
        (Some(found), _) => found.lines().try_for_each(|line| writeln!(out, "{margin}+ {}", printable(line))),
        (None, _) if mismatch.expected.is_empty() => Ok(()),
        (None, _) => writeln!(out, "{margin}- {}", printable(&mismatch.expected)),
    }
}

fn write_trace(out: &mut dyn Write, trace: &Trace) -> io::Result<()> {
    let mut steps = Vec::new();
    transcript::steps(&mut steps, trace)?;
    String::from_utf8_lossy(&steps).lines().try_for_each(|line| writeln!(out, "{MARGIN}  {line}"))
}

fn write_summary(out: &mut dyn Write, summary: TestSummary) -> io::Result<()> {
    let TestSummary { tests, passed, failed, errors, .. } = summary;
    let s = if tests == 1 { "" } else { "s" };
    write!(out, "{tests} test{s}: {passed} passed, {failed} failed")?;
    if errors > 0 {
        write!(out, ", {errors} could not be run")?;
    }
    writeln!(out, ".")
}

/// The command at which the script ended.
fn last(test: &TestResult) -> String {
    let at = test.last_command.as_ref().map(|command| format!(", at `{}`", printable(command)));
    at.unwrap_or_default() + "."
}
