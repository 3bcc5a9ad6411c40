use serde::{Serialize, Serializer};

use super::{Checked, Fingerprint, Fingerprints};
use crate::{Diagnostic, Level};

/// A finding in GitLab's code quality report. The report is a list of these, for any serde serializer.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, gitlab}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let scripts = [Checked::new("boot.ipxe", source, report.diagnostics())];
/// let json = serde_json::to_value(gitlab(&scripts)).unwrap();
/// assert_eq!(json[0]["location"]["lines"]["begin"], 2);
/// ```
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GitLabFinding {
    /// What is wrong, and the consequence.
    pub description: String,
    /// The name of the rule that found it.
    pub check_name: &'static str,
    /// A name for the finding that is unique in the report, and does not change when other parts of the script change:
    /// GitLab uses it to find which findings a merge request adds.
    pub fingerprint: String,
    /// The severity in GitLab's terms: an error is `critical`, a warning `major`, advice `info`.
    pub severity: &'static str,
    /// The path and the lines.
    pub location: GitLabLocation,
}

/// The position of a finding.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GitLabLocation {
    /// The script. To GitLab, the path is relative to the root of the repository.
    pub path: String,
    /// The affected lines, from 1.
    pub lines: GitLabLines,
}

/// The affected lines.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct GitLabLines {
    /// The first.
    pub begin: u32,
    /// The last.
    pub end: u32,
}

/// The code quality report for GitLab, which shows findings in merge requests: a list whose findings are created when
/// they are written.
#[must_use]
pub fn gitlab<'a>(scripts: &'a [Checked<'a>]) -> GitLab<'a> {
    GitLab { scripts }
}

/// A code quality report; see [`gitlab`].
#[derive(Clone, Copy, Debug)]
pub struct GitLab<'a> {
    scripts: &'a [Checked<'a>],
}

impl<'a> GitLab<'a> {
    /// The findings, by script and position.
    pub fn iter(&self) -> impl Iterator<Item = GitLabFinding> + use<'a> {
        self.scripts.iter().flat_map(of_script)
    }
}

impl Serialize for GitLab<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

fn of_script<'a>(script: &'a Checked<'_>) -> impl Iterator<Item = GitLabFinding> + use<'a> {
    let mut fingerprints = Fingerprints::default();
    script.diagnostics().iter().map(move |finding| {
        let fingerprint = fingerprints.next(script, finding);
        GitLabFinding::new(script, finding, fingerprint)
    })
}

impl GitLabFinding {
    fn new(script: &Checked<'_>, finding: &Diagnostic, fingerprint: Fingerprint) -> Self {
        let path = script.path().strip_prefix("./").unwrap_or(script.path()).to_string_lossy().into_owned();
        let place = script.place(finding.span);
        Self {
            description: finding.with_consequence(),
            check_name: finding.rule.meta().name,
            fingerprint: fingerprint.within(&path),
            severity: severity(finding.level),
            location: GitLabLocation { path, lines: GitLabLines { begin: place.line, end: place.end_line } },
        }
    }
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "major",
        Level::Advice => "info",
    }
}
