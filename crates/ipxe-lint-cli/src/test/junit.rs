//! The report for CI systems that show results of tests: XML as `JUnit` made it common.

use std::fmt;
use std::io::{self, Write};

use ipxe_engine::testing::{TestReport, TestResult, TestSummary, TestVerdict};
use ipxe_lint::printable;

use super::text;

/// Writes a test suite per file.
pub(super) fn write(out: &mut dyn Write, report: &TestReport) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="ipxe-lint"{}>"#, Counts(report.summary))?;
    for tests in report.tests.chunk_by(|a, b| a.file == b.file) {
        let [first, ..] = tests else { continue };
        let counts = Counts(TestSummary::of(tests));
        writeln!(out, r#"  <testsuite name="{}"{counts}>"#, Escaped(&first.file))?;
        tests.iter().try_for_each(|test| write_test(out, test))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_test(out: &mut dyn Write, test: &TestResult) -> io::Result<()> {
    write!(out, r#"    <testcase classname="{}" name="{}""#, Escaped(&test.file), Escaped(&test.name))?;
    let (element, message) = match test.verdict {
        TestVerdict::Passed => return writeln!(out, " />"),
        TestVerdict::Failed => {
            let all: Vec<_> = test.mismatches.iter().map(ToString::to_string).collect();
            ("failure", all.join("; "))
        }
        _ => ("error", test.error.clone().unwrap_or_default()),
    };
    let mut details = Vec::new();
    text::details(&mut details, test)?;
    let details = String::from_utf8_lossy(&details);
    writeln!(out, ">\n      <{element} message=\"{}\">", Escaped(&message))?;
    write!(out, "{}", Escaped(&details))?;
    writeln!(out, "      </{element}>\n    </testcase>")
}

/// How many tests came to what, as attributes.
struct Counts(TestSummary);

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TestSummary { tests, failed, errors, .. } = self.0;
        write!(f, r#" tests="{tests}" failures="{failed}" errors="{errors}""#)
    }
}

/// Text made safe for XML, also between quotes. XML has no form for most control characters: these are shown as they are
/// on a terminal.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive('\n') {
            let text = line.strip_suffix('\n');
            for char in printable(text.unwrap_or(line)).chars() {
                match char {
                    '&' => f.write_str("&amp;")?,
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '"' => f.write_str("&quot;")?,
                    // No characters in XML.
                    '\u{fffe}' | '\u{ffff}' => f.write_str("\u{fffd}")?,
                    char => write!(f, "{char}")?,
                }
            }
            if text.is_some() {
                f.write_str("\n")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        let text = "a<b a=\"1\" & c]]>\n\u{1b}[31m\u{0}\u{ffff}é";
        let escaped = Escaped(text).to_string();
        assert_eq!(escaped, "a&lt;b a=&quot;1&quot; &amp; c]]&gt;\n\\u{1b}[31m\\u{0}\u{fffd}é");
    }
}
