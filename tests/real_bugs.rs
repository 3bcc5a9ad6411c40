//! Mistakes that people shipped: which of them are found, by which rules, and whether they are found no more once they
//! are corrected.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use ipxe_lint::{Diagnostic, Level, LintOptions, Project, Report, lint, outline};
use ipxe_syntax::{LineIndex, parse};
use serde::Deserialize;

/// A mistake, as `real_bugs.json` has it.
#[derive(Deserialize)]
struct Bug {
    id: String,
    class: String,
    severity: String,
    detectable: String,
    script: String,
    /// The lines, from 1, of which one must be pointed at.
    lines: Vec<u32>,
}

/// What is to become of a mistake, as `corrected.json` has it: written by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    /// The rules whose findings are about the mistake; empty for one that is not found.
    rules: Vec<String>,
    /// The script without the mistake.
    corrected: String,
    /// The release of iPXE on which it is a mistake, if not on the newest.
    release: Option<String>,
    /// A script that starts the one with the mistake.
    caller: Option<String>,
    /// All settings that there are, where that matters.
    settings: Option<BTreeMap<String, String>>,
}

fn bugs() -> Vec<Bug> {
    serde_json::from_str(include_str!("real_bugs/real_bugs.json")).expect("the collection is well-formed")
}

fn corrections() -> BTreeMap<String, Correction> {
    serde_json::from_str(include_str!("real_bugs/corrected.json")).expect("the corrections are well-formed")
}

impl Correction {
    /// What a script is linted with: the defaults, and what shows the mistake.
    fn options(&self) -> LintOptions {
        let mut options = LintOptions::default();
        if let Some(release) = &self.release {
            let target = options.target.clone().with_release(release.parse().expect("a release"));
            options = options.with_target(target);
        }
        if let Some(settings) = &self.settings {
            for (name, value) in settings {
                options = options.with_setting(name, value).expect("a setting");
            }
            let context = options.context.clone().complete();
            options = options.with_context(context);
        }
        options
    }

    /// The findings in a script of that name, started by whoever starts it.
    fn lint(&self, id: &str, script: &str) -> Report {
        let mut options = self.options();
        let script = parse(script.as_bytes());
        if let Some(caller) = &self.caller {
            let caller = parse(caller.as_bytes());
            let outlines = [&caller, &script].map(|script| outline(script, &options));
            let paths = ["caller.ipxe".to_owned(), format!("{id}.ipxe")];
            options =
                options.with_surroundings(Project::new(paths.into_iter().zip(outlines), &[]).surroundings(1));
        }
        lint(&script, &options)
    }

    fn is_about(&self, finding: &Diagnostic) -> bool {
        self.rules.iter().any(|rule| rule == finding.rule.meta().name)
    }
}

impl Bug {
    /// The findings on the lines in question.
    fn on_lines<'r>(&self, report: &'r Report) -> Vec<&'r Diagnostic> {
        let lines = LineIndex::new(self.script.as_bytes());
        let is_there =
            |finding: &&Diagnostic| self.lines.contains(&(lines.line_of(finding.span.start()) + 1));
        report.diagnostics().iter().filter(is_there).collect()
    }

    /// Whether a finding says it as loud as the mistake deserves.
    fn is_deserved(&self, finding: &Diagnostic) -> bool {
        self.severity != "high" || finding.level > Level::Advice
    }
}

/// As `rule` or `rule (advice)`, each once.
fn names<'r>(findings: impl Iterator<Item = &'r Diagnostic>) -> String {
    let name = |finding: &Diagnostic| match finding.level {
        Level::Advice => format!("{} (advice)", finding.rule),
        _ => finding.rule.to_string(),
    };
    findings.map(name).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

/// The table shows a change of any rule: by which findings a mistake is caught, and what else is said of its lines.
#[test]
fn the_table_shows_what_is_found() {
    let (bugs, corrections) = (bugs(), corrections());
    let mut table = String::new();
    let mut caught = 0;
    for bug in &bugs {
        let correction = &corrections[&bug.id];
        let report = correction.lint(&bug.id, &bug.script);
        let (about, others): (Vec<_>, Vec<_>) =
            bug.on_lines(&report).into_iter().partition(|finding| correction.is_about(finding));
        caught += usize::from(about.iter().any(|finding| bug.is_deserved(finding)));
        let about = if about.is_empty() { "-".to_owned() } else { names(about.into_iter()) };
        let others = names(others.into_iter());
        let others = if others.is_empty() { others } else { format!("; also {others}") };
        writeln!(
            table,
            "{:<32} {:<30} {:<6} {:<18} {about}{others}",
            bug.id, bug.class, bug.severity, bug.detectable
        )
        .expect("a string");
    }
    writeln!(table, "\n{caught} of {} are caught", bugs.len()).expect("a string");
    insta::with_settings!({snapshot_path => "real_bugs", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("found", table);
    });
}

#[test]
fn what_is_caught_is_said_on_its_lines_as_loud_as_it_deserves() {
    let corrections = corrections();
    for bug in bugs() {
        let correction = &corrections[&bug.id];
        let report = correction.lint(&bug.id, &bug.script);
        let found = bug.on_lines(&report);
        let is_caught = found.iter().any(|finding| correction.is_about(finding) && bug.is_deserved(finding));
        assert_eq!(is_caught, !correction.rules.is_empty(), "{}: {}", bug.id, names(found.into_iter()));
    }
}

#[test]
fn what_is_corrected_is_said_no_more() {
    let corrections = corrections();
    for bug in bugs() {
        let correction = &corrections[&bug.id];
        let before = correction.lint(&bug.id, &bug.script);
        // An old release lacks other things, too: the mistake is what is said of its lines.
        let was_said = |finding: &&Diagnostic| {
            bug.on_lines(&before).iter().any(|found| found.message == finding.message)
        };
        let is_left = |finding: &&Diagnostic| {
            correction.is_about(finding) && (correction.release.is_none() || was_said(finding))
        };
        let after = correction.lint(&bug.id, &correction.corrected);
        let left: Vec<_> =
            after.diagnostics().iter().filter(is_left).map(|finding| &finding.message).collect();
        assert!(left.is_empty(), "{}: {left:?} in\n{}", bug.id, correction.corrected);
    }
}
