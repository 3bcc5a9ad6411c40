//! Mistakes from published scripts: which of them are found, by which rules, and whether the findings are gone after
//! the correction.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use ipxe_catalog::PlatformSet;
use ipxe_lint::{Diagnostic, Level, LintOptions, Project, Report, Surroundings, lint, outline};
use ipxe_syntax::{LineIndex, parse};
use serde::Deserialize;

/// A mistake, as in `real_bugs.json` and its sequels.
#[derive(Deserialize)]
struct Bug {
    id: String,
    class: String,
    severity: String,
    detectable: String,
    script: String,
    /// The lines, from 1, one of which a finding must point at.
    lines: Vec<u32>,
    /// The script without the mistake, if the collection contains it.
    fixed_script: Option<String>,
    /// The required properties of the iPXE, as command-line options.
    #[serde(default)]
    options: Vec<String>,
    /// The name of the file, if it matters.
    filename: Option<String>,
}

/// The expected result for a mistake, as in `corrected.json` and its sequels: written by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    /// The rules whose findings are about the mistake; empty if it is not found.
    rules: Vec<String>,
    /// The script without the mistake, if the collection does not contain it.
    corrected: Option<String>,
    /// The release of iPXE on which it is a mistake, if not on the newest.
    release: Option<String>,
    /// A script that starts the one with the mistake.
    caller: Option<String>,
    /// All existing settings, if they matter.
    settings: Option<BTreeMap<String, String>>,
}

/// A mistake, and the expected result.
struct Case {
    bug: Bug,
    correction: Correction,
}

/// The cases of all collections, one after the other.
fn cases() -> Vec<Case> {
    let collections = [
        (include_str!("real_bugs/real_bugs.json"), include_str!("real_bugs/corrected.json")),
        (include_str!("real_bugs/real_bugs_2.json"), include_str!("real_bugs/corrected_2.json")),
        (include_str!("real_bugs/real_bugs_3.json"), include_str!("real_bugs/corrected_3.json")),
    ];
    let cases = collections.into_iter().flat_map(|(bugs, corrections)| {
        let bugs: Vec<Bug> = serde_json::from_str(bugs).expect("the collection is well-formed");
        let mut corrections: BTreeMap<String, Correction> =
            serde_json::from_str(corrections).expect("the corrections are well-formed");
        bugs.into_iter().map(move |bug| {
            let correction = corrections.remove(&bug.id).expect("every mistake has an entry");
            Case { bug, correction }
        })
    });
    cases.collect()
}

impl Case {
    /// The options for linting the script: the defaults, and those that are needed to show the mistake.
    fn options(&self) -> LintOptions {
        let mut options = LintOptions::default();
        if let Some(settings) = &self.correction.settings {
            for (name, value) in settings {
                options = options.with_setting(name, value).expect("a setting");
            }
            let context = options.context.clone().complete();
            options = options.with_context(context);
        }
        let target = self.bug.options.chunks_exact(2).fold(options.target.clone(), |target, option| {
            let value = &option[1];
            match option[0].as_str() {
                "--release" => target.with_release(value.parse().expect("a release")),
                "--platform" => target.with_platforms(PlatformSet::of(&[value.parse().expect("a platform")])),
                "--build-option" => target.with_option(value, true).expect("an option"),
                other => panic!("{other}"),
            }
        });
        let target = match &self.correction.release {
            Some(release) => target.with_release(release.parse().expect("a release")),
            None => target,
        };
        options.with_target(target)
    }

    /// The findings in the script or a variant, with its caller.
    fn lint(&self, script: &str) -> Report {
        let mut options = self.options();
        let script = parse(script.as_bytes());
        let name = self.bug.filename.clone().unwrap_or_else(|| format!("{}.ipxe", self.bug.id));
        if let Some(caller) = &self.correction.caller {
            let caller = parse(caller.as_bytes());
            let outlines = [&caller, &script].map(|script| outline(script, &options));
            let paths = ["caller.ipxe".to_owned(), name];
            options =
                options.with_surroundings(Project::new(paths.into_iter().zip(outlines), &[]).surroundings(1));
        } else if self.bug.filename.is_some() {
            options = options.with_surroundings(Surroundings::named(&name));
        }
        lint(&script, &options)
    }

    fn corrected(&self) -> &str {
        let corrected = self.correction.corrected.as_deref().or(self.bug.fixed_script.as_deref());
        corrected.expect("the collection or the table says it")
    }

    fn is_about(&self, finding: &Diagnostic) -> bool {
        self.correction.rules.iter().any(|rule| rule == finding.rule.meta().name)
    }

    /// The findings on the lines in question.
    fn on_lines<'r>(&self, report: &'r Report) -> Vec<&'r Diagnostic> {
        let lines = LineIndex::new(self.bug.script.as_bytes());
        let is_there =
            |finding: &&Diagnostic| self.bug.lines.contains(&(lines.line_of(finding.span.start()) + 1));
        report.diagnostics().iter().filter(is_there).collect()
    }

    /// Whether the level of a finding is high enough for the mistake.
    fn is_deserved(&self, finding: &Diagnostic) -> bool {
        self.bug.severity != "high" || finding.level > Level::Advice
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

/// The table shows the effect of a change of any rule: the findings for a mistake, and the other findings on its lines.
#[test]
fn the_table_shows_what_is_found() {
    let cases = cases();
    let mut table = String::new();
    let mut caught = 0;
    for case in &cases {
        let report = case.lint(&case.bug.script);
        let (about, others): (Vec<_>, Vec<_>) =
            case.on_lines(&report).into_iter().partition(|finding| case.is_about(finding));
        caught += usize::from(about.iter().any(|finding| case.is_deserved(finding)));
        let about = if about.is_empty() { "-".to_owned() } else { names(about.into_iter()) };
        let others = names(others.into_iter());
        let others = if others.is_empty() { others } else { format!("; also {others}") };
        let Bug { id, class, severity, detectable, .. } = &case.bug;
        writeln!(table, "{id:<32} {class:<30} {severity:<6} {detectable:<18} {about}{others}")
            .expect("a string");
    }
    writeln!(table, "\n{caught} of {} are caught", cases.len()).expect("a string");
    insta::with_settings!({snapshot_path => "real_bugs", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("found", table);
    });
}

#[test]
fn what_is_caught_is_said_on_its_lines_as_loud_as_it_deserves() {
    for case in cases() {
        let report = case.lint(&case.bug.script);
        let found = case.on_lines(&report);
        let is_caught = found.iter().any(|finding| case.is_about(finding) && case.is_deserved(finding));
        let is_expected = !case.correction.rules.is_empty();
        assert_eq!(is_caught, is_expected, "{}: {}", case.bug.id, names(found.into_iter()));
    }
}

#[test]
fn what_is_corrected_is_said_no_more() {
    for case in cases() {
        let before = case.lint(&case.bug.script);
        // An old release lacks other features, too: the mistake is what is found on its lines.
        let was_said = |finding: &&Diagnostic| {
            case.on_lines(&before).iter().any(|found| found.message == finding.message)
        };
        let is_left = |finding: &&Diagnostic| {
            case.is_about(finding) && (case.correction.release.is_none() || was_said(finding))
        };
        let after = case.lint(case.corrected());
        let left: Vec<_> =
            after.diagnostics().iter().filter(is_left).map(|finding| &finding.message).collect();
        assert!(left.is_empty(), "{}: {left:?} in\n{}", case.bug.id, case.corrected());
    }
}
