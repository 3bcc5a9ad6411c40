use std::borrow::Cow;

use ipxe_machine::{report::Tool, simulate::PlanReport};
use ipxe_syntax::Span;
use serde::{Serialize, Serializer};

use super::{Checked, Fingerprint, Fingerprints, Place, RuleCount, Statistics, Summary};
use crate::{Applicability, Assumption, Diagnostic, Fix, Level, Suppression};

/// The report for programs, ready for any serde serializer.
///
/// Fields may be added; one that is removed, or changes its meaning, changes [`Json::VERSION`]. The
/// feature `schema` gives it a JSON schema.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, Json}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let scripts = [Checked::new("boot.ipxe", source, report.diagnostics())];
/// let json = serde_json::to_value(Json::findings(&scripts)).unwrap();
/// assert_eq!(json["diagnostics"][0]["name"], "undefined-label");
/// assert_eq!(json["diagnostics"][0]["line"], 2);
/// ```
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Report of ipxe-lint",
        description = "What `ipxe-lint --format json` writes. Lines and columns count from 1, columns in characters; offsets count bytes from 0. Fields may be added; one that is removed, or changes its meaning, changes the version."
    )
)]
#[non_exhaustive]
pub struct Json<'a> {
    /// The version of this structure, which all reports share.
    pub version: u32,
    /// The tool that wrote the report.
    pub tool: Tool,
    /// Numbers of findings and scripts.
    pub summary: Summary,
    /// The findings, by script and position; missing in a report of statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<JsonDiagnostic<'a>>>"))]
    pub diagnostics: Option<JsonFindings<'a>>,
    /// The suppressed findings, by script and position; missing if there are none.
    #[serde(skip_serializing_if = "JsonHeldBack::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<JsonSuppressed<'a>>"))]
    pub suppressed: JsonHeldBack<'a>,
    /// Assumptions about scripts, if findings depend on them; missing if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub assumptions: Vec<JsonAssumption<'a>>,
    /// What each script boots on the machine of the context; missing unless requested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub plans: Vec<JsonPlan>,
    /// Number of findings of each rule; only in a report of statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistics: Option<Vec<RuleCount>>,
}

/// Findings, each created when it is written: memory does not grow with their number.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonFindings<'a> {
    scripts: &'a [Checked<'a>],
}

/// Suppressed findings, each created when it is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonHeldBack<'a> {
    scripts: &'a [Checked<'a>],
}

impl<'a> JsonFindings<'a> {
    /// The findings, by script and position.
    pub fn iter(&self) -> impl Iterator<Item = JsonDiagnostic<'a>> + use<'a> {
        self.scripts.iter().flat_map(|script| {
            let mut fingerprints = Fingerprints::default();
            let json =
                move |finding| JsonDiagnostic::new(script, finding, fingerprints.next(script, finding));
            script.diagnostics().iter().map(json)
        })
    }
}

impl<'a> JsonHeldBack<'a> {
    /// Whether there are no suppressed findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scripts.iter().all(|script| script.suppressed().is_empty())
    }

    /// The suppressed findings, by script and position.
    pub fn iter(&self) -> impl Iterator<Item = JsonSuppressed<'a>> + use<'a> {
        let scripts = self.scripts.iter().filter(|script| !script.suppressed().is_empty());
        scripts.flat_map(|script| {
            let mut fingerprints = Fingerprints::default();
            for finding in script.diagnostics() {
                // Fingerprints number the reported findings before the suppressed ones.
                let _ = fingerprints.next(script, finding);
            }
            script.suppressed().iter().filter_map(move |one| {
                let fingerprint = fingerprints.next(script, &one.diagnostic);
                Some(JsonSuppressed {
                    diagnostic: JsonDiagnostic::new(script, &one.diagnostic, fingerprint),
                    suppression: JsonReason::new(script, script.suppression_of(one)?),
                })
            })
        })
    }
}

impl Serialize for JsonFindings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Serialize for JsonHeldBack<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What a script boots.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonPlan {
    /// The script.
    pub path: String,
    /// What it boots, or how it ends otherwise.
    pub plan: PlanReport,
}

impl JsonPlan {
    /// The plan of a script, with its path in the report.
    #[must_use]
    pub fn new(path: impl Into<String>, plan: PlanReport) -> Self {
        Self { path: path.into(), plan }
    }
}

/// A finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonDiagnostic<'a> {
    /// The code of the rule: a short alias of the name.
    pub code: &'static str,
    /// The name of the rule.
    pub name: &'static str,
    /// The level of the finding.
    pub level: Level,
    /// What is wrong, in one sentence without a full stop.
    pub message: &'a str,
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// The position of the finding.
    #[serde(flatten)]
    pub place: Place,
    /// What iPXE does there.
    pub label: &'a str,
    /// Further places that belong to the finding.
    pub labels: Vec<JsonLabel<'a>>,
    /// The way out.
    pub help: Option<&'a str>,
    /// The URL of the rule's documentation.
    pub url: String,
    /// The correction as edits, if it is certain enough.
    pub fix: Option<JsonFix<'a>>,
    /// A name for the finding that is unique in its script, and does not change when other parts of the script change.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub fingerprint: Fingerprint,
}

/// A suppressed finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonSuppressed<'a> {
    /// The finding.
    #[serde(flatten)]
    pub diagnostic: JsonDiagnostic<'a>,
    /// The comment that suppresses it.
    pub suppression: JsonReason<'a>,
}

/// An assumption about a script.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonAssumption<'a> {
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// Whether it is assumed to be an entry point. If not, it is assumed to be started by scripts that may have set
    /// settings for it. The configuration key `entry` states it.
    pub entry: bool,
    /// The reason, as the end of a sentence.
    pub reason: &'a str,
    /// The position that shows it; the beginning of the script, if there is none.
    #[serde(flatten)]
    pub place: Place,
}

/// The comment that suppresses a finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonReason<'a> {
    /// The reason in the comment.
    pub reason: Option<&'a str>,
    /// The place of the comment.
    #[serde(flatten)]
    pub place: Place,
}

/// A further place that belongs to a finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonLabel<'a> {
    /// The text for that place.
    pub text: &'a str,
    /// The place.
    #[serde(flatten)]
    pub place: Place,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonFix<'a> {
    /// What it does.
    pub title: &'a str,
    /// Whether it can be applied without a review.
    pub applicability: Applicability,
    /// Its edits, in order, without overlaps; apply all or none.
    pub edits: Vec<JsonEdit<'a>>,
}

/// A replacement of text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonEdit<'a> {
    /// The new text; empty for a deletion.
    pub replacement: &'a str,
    /// The text to replace; empty for an insertion.
    #[serde(flatten)]
    pub place: Place,
}

impl<'a> Json<'a> {
    /// The version of the format.
    pub const VERSION: u32 = ipxe_machine::report::VERSION;

    /// A report of findings.
    #[must_use]
    pub fn findings(scripts: &'a [Checked<'a>]) -> Self {
        let assumptions = scripts.iter().filter_map(JsonAssumption::of).collect();
        let (diagnostics, suppressed) = (Some(JsonFindings { scripts }), JsonHeldBack { scripts });
        Self { diagnostics, suppressed, assumptions, ..Self::new(scripts) }
    }

    /// The same report with the boot plans of the scripts.
    #[must_use]
    pub fn with_plans(self, plans: Vec<JsonPlan>) -> Self {
        Self { plans, ..self }
    }

    /// A report with the number of findings of each rule.
    #[must_use]
    pub fn statistics(scripts: &[Checked<'_>]) -> Self {
        Self { statistics: Some(Statistics::new(scripts).into_rules()), ..Self::new(scripts) }
    }

    fn new(scripts: &[Checked<'_>]) -> Self {
        Self {
            version: Self::VERSION,
            tool: Tool::THIS,
            summary: Summary::new(scripts),
            diagnostics: None,
            suppressed: JsonHeldBack::default(),
            assumptions: Vec::new(),
            plans: Vec::new(),
            statistics: None,
        }
    }
}

impl<'a> JsonDiagnostic<'a> {
    pub(super) fn new(script: &'a Checked<'_>, finding: &'a Diagnostic, fingerprint: Fingerprint) -> Self {
        let place = |span: Span| script.place(span);
        let labels = finding.labels.iter();
        Self {
            code: finding.rule.meta().code,
            name: finding.rule.meta().name,
            level: finding.level,
            message: &finding.message,
            path: script.path().to_string_lossy(),
            place: place(finding.span),
            label: &finding.label,
            labels: labels.map(|label| JsonLabel { text: &label.text, place: place(label.span) }).collect(),
            help: finding.help.as_deref(),
            url: finding.rule.url(),
            fix: finding.fix.as_ref().map(|fix| JsonFix::new(script, fix)),
            fingerprint,
        }
    }
}

impl<'a> JsonAssumption<'a> {
    fn of(script: &'a Checked<'_>) -> Option<Self> {
        let Assumption { entry, reason, place, .. } = script.assumption()?;
        let place = script.place(place.unwrap_or_default());
        Some(Self { path: script.path().to_string_lossy(), entry: *entry, reason, place })
    }
}

impl<'a> JsonReason<'a> {
    fn new(script: &Checked<'_>, suppression: &'a Suppression) -> Self {
        Self { reason: suppression.reason.as_deref(), place: script.place(suppression.span) }
    }
}

impl<'a> JsonFix<'a> {
    fn new(script: &Checked<'_>, fix: &'a Fix) -> Self {
        let edits = fix.edits.iter();
        Self {
            title: &fix.title,
            applicability: fix.applicability,
            edits: edits
                .map(|edit| JsonEdit { replacement: &edit.replacement, place: script.place(edit.span) })
                .collect(),
        }
    }
}
