//! Mistakes that people shipped: which of them are found, and by which rules.

use std::fmt::Write as _;

use ipxe_lint::{Level, LintOptions, lint};
use ipxe_syntax::{LineIndex, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Bug {
    id: String,
    class: String,
    detectable: String,
    script: String,
    /// The lines, from 1, of which one must be pointed at.
    lines: Vec<u32>,
}

fn bugs() -> Vec<Bug> {
    serde_json::from_str(include_str!("real_bugs/real_bugs.json")).expect("the collection is well-formed")
}

/// The findings on the lines in question, as `rule` or `rule (advice)`.
fn found(bug: &Bug) -> Vec<String> {
    let source = bug.script.as_bytes();
    let lines = LineIndex::new(source);
    let report = lint(&parse(source), &LintOptions::default());
    let on_line =
        |finding: &&ipxe_lint::Diagnostic| bug.lines.contains(&(lines.line_of(finding.span.start()) + 1));
    let name = |finding: &ipxe_lint::Diagnostic| match finding.level {
        Level::Advice => format!("{} (advice)", finding.rule),
        _ => finding.rule.to_string(),
    };
    let mut found: Vec<_> = report.diagnostics().iter().filter(on_line).map(name).collect();
    found.sort();
    found.dedup();
    found
}

/// The table shows a change of any rule; whether a finding is about the mistake is for the reader to judge.
#[test]
fn the_table_shows_what_is_found() {
    let mut table = String::new();
    let bugs = bugs();
    let mut pointed_at = 0;
    for bug in &bugs {
        let found = found(bug);
        pointed_at += usize::from(!found.is_empty());
        writeln!(table, "{:<32} {:<30} {:<18} {}", bug.id, bug.class, bug.detectable, found.join(", "))
            .expect("a string");
    }
    writeln!(table, "\n{pointed_at} of {} have a finding on their lines", bugs.len()).expect("a string");
    insta::with_settings!({snapshot_path => "real_bugs", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("found", table);
    });
}
