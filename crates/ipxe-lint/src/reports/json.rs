use std::borrow::Cow;

use ipxe_machine::{report::Tool, simulate::PlanReport};
use ipxe_syntax::Span;
use serde::Serialize;

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
    /// The version of this structure, which all reports have in common.
    pub version: u32,
    /// What made the report.
    pub tool: Tool,
    /// How much was found.
    pub summary: Summary,
    /// What was found, by script and place; not there in a report of statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostics: Option<Vec<JsonDiagnostic<'a>>>,
    /// What was found and is held back by the scripts, by script and place; not there if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub suppressed: Vec<JsonSuppressed<'a>>,
    /// What was taken for granted of scripts because nobody said it, where findings rest on it; not there if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub assumptions: Vec<JsonAssumption<'a>>,
    /// What each script boots in the machine that the context describes; not there if it was not asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub plans: Vec<JsonPlan>,
    /// How often each rule found something; only there in a report of statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistics: Option<Vec<RuleCount>>,
}

/// What a script boots.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonPlan {
    /// The script.
    pub path: String,
    /// What it boots, or how else it ends.
    pub plan: PlanReport,
}

impl JsonPlan {
    /// The plan of a script, whose path is as it is reported.
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
    /// The code of the rule that found it: a short alias of the name.
    pub code: &'static str,
    /// The name of the rule that found it.
    pub name: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one sentence without a full stop.
    pub message: &'a str,
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// The place at fault.
    #[serde(flatten)]
    pub place: Place,
    /// What iPXE makes of what is there.
    pub label: &'a str,
    /// Further places that belong to the finding.
    pub labels: Vec<JsonLabel<'a>>,
    /// The way out.
    pub help: Option<&'a str>,
    /// Where the rule's documentation is.
    pub url: String,
    /// The way out as edits, where it is certain enough.
    pub fix: Option<JsonFix<'a>>,
    /// A name for the finding, among those of its script, that stays the same while the script changes elsewhere.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub fingerprint: Fingerprint,
}

/// A finding that the script holds back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonSuppressed<'a> {
    /// The finding.
    #[serde(flatten)]
    pub diagnostic: JsonDiagnostic<'a>,
    /// What holds it back.
    pub suppression: JsonReason<'a>,
}

/// What was taken for granted of a script.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonAssumption<'a> {
    /// The script. Bytes of a path that are not UTF-8 are replaced.
    pub path: Cow<'a, str>,
    /// Whether it was taken to be an entry point, or else to be started by scripts that may have set things for it. The key
    /// `entry` of a configuration says which it is.
    pub entry: bool,
    /// Why, as the end of a sentence.
    pub reason: &'a str,
    /// Where it shows; the beginning of the script, if it shows nowhere in it.
    #[serde(flatten)]
    pub place: Place,
}

/// The comment that holds a finding back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonReason<'a> {
    /// Why, as the comment says.
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
    /// What is to be seen there.
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
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
    /// Its edits, in order and apart from each other; they belong together.
    pub edits: Vec<JsonEdit<'a>>,
}

/// Text to put in place of other text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JsonEdit<'a> {
    /// What stands there afterwards; empty for a deletion.
    pub replacement: &'a str,
    /// What is replaced; empty for an insertion.
    #[serde(flatten)]
    pub place: Place,
}

impl<'a> Json<'a> {
    /// The version of the format.
    pub const VERSION: u32 = ipxe_machine::report::VERSION;

    /// A report of what was found.
    #[must_use]
    pub fn findings(scripts: &'a [Checked<'_>]) -> Self {
        let (mut diagnostics, mut suppressed) = (Vec::new(), Vec::new());
        for script in scripts {
            let mut fingerprints = Fingerprints::default();
            let mut json = |finding| JsonDiagnostic::new(script, finding, fingerprints.next(script, finding));
            diagnostics.extend(script.diagnostics().iter().map(&mut json));
            let held_back = script.suppressed().iter();
            suppressed.extend(held_back.filter_map(|one| {
                Some(JsonSuppressed {
                    diagnostic: json(&one.diagnostic),
                    suppression: JsonReason::new(script, script.suppression_of(one)?),
                })
            }));
        }
        let assumptions = scripts.iter().filter_map(JsonAssumption::of).collect();
        Self { diagnostics: Some(diagnostics), suppressed, assumptions, ..Self::new(scripts) }
    }

    /// The same report with what scripts boot.
    #[must_use]
    pub fn with_plans(self, plans: Vec<JsonPlan>) -> Self {
        Self { plans, ..self }
    }

    /// A report of how often each rule found something.
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
            suppressed: Vec::new(),
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
