use ipxe_syntax::{Span, Unit};
use serde::{Serialize, Serializer};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix as SarifFix, Invocation, Location, Message,
    Notification, PhysicalLocation, Region, Replacement, Result as SarifResult, ResultLevel,
    Suppression as SarifSuppression, Tool, ToolComponent,
};

use super::{Checked, Fingerprint, Fingerprints, sarif_rules::SarifRules, uri};
use crate::{Applicability, Diagnostic, Fix, Level, Suppression};

/// The report for code scanning services: a SARIF 2.1.0 log with one run. Assumptions about scripts are notifications.
///
/// Columns count UTF-16 code units, as such services expect; regions also have byte offsets. Findings have fingerprints
/// under GitHub's name, `primaryLocationLineHash`, so a finding on a moved line is not a new one.
///
/// Each result is created when it is written: memory does not grow with the number of findings.
#[must_use]
pub fn sarif<'a>(scripts: &'a [Checked<'a>]) -> SarifLog<'a> {
    SarifLog { scripts }
}

/// A SARIF log, ready for any serde serializer; see [`sarif`].
#[derive(Clone, Copy, Debug)]
pub struct SarifLog<'a> {
    scripts: &'a [Checked<'a>],
}

/// The parts of a log that are written, in the order of [`serde_sarif::sarif::Sarif`].
#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'a>; 1],
    version: &'static str,
}

/// The parts of a run that are written, in the order of [`serde_sarif::sarif::Run`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    column_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocations: Option<[Invocation; 1]>,
    results: Results<'a>,
    tool: Tool,
}

struct Results<'a> {
    scripts: &'a [Checked<'a>],
    rules: SarifRules,
}

impl Serialize for SarifLog<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let scripts = self.scripts;
        let mut rules = SarifRules::default();
        for script in scripts {
            let suppressed = script.suppressed().iter().map(|suppressed| &suppressed.diagnostic);
            script.diagnostics().iter().chain(suppressed).for_each(|finding| rules.add(finding.rule));
        }
        let driver = ToolComponent::builder()
            .name("ipxe-lint")
            .semantic_version(env!("CARGO_PKG_VERSION"))
            .information_uri(env!("CARGO_PKG_REPOSITORY"))
            .rules(rules.descriptors())
            .build();
        let notes: Vec<_> = scripts.iter().filter_map(assumption).collect();
        let invocations = (!notes.is_empty()).then(|| {
            [Invocation::builder().execution_successful(true).tool_execution_notifications(notes).build()]
        });
        let results = Results { scripts, rules };
        let tool = Tool::builder().driver(driver).build();
        let run = Run { column_kind: "utf16CodeUnits", invocations, results, tool };
        Log { schema: SCHEMA, runs: [run], version: "2.1.0" }.serialize(serializer)
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let results = self.scripts.iter().flat_map(|script| {
            let suppressed = script.suppressed().iter().map(|one| (&one.diagnostic, Some(one)));
            let findings = script.diagnostics().iter().map(|finding| (finding, None)).chain(suppressed);
            let mut fingerprints = Fingerprints::default();
            findings.map(move |(finding, held_back)| {
                let fingerprint = fingerprints.next(script, finding);
                let mut result = result(script, finding, self.rules.index_of(finding.rule), fingerprint);
                let by = held_back.and_then(|held_back| script.suppression_of(held_back));
                result.suppressions = by.map(|by| vec![in_source(script, by)]);
                result
            })
        });
        serializer.collect_seq(results)
    }
}

/// The assumption about a script, as a notification of the tool: it is not a finding.
fn assumption(script: &Checked<'_>) -> Option<Notification> {
    let assumption = script.assumption()?;
    let place = location(script, assumption.place.unwrap_or_default());
    let note = Notification::builder().message(Message::from(assumption.to_string().as_str()));
    Some(note.level("note").locations(vec![place]).build())
}

/// The URL of the format's own schema.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

fn result(script: &Checked<'_>, finding: &Diagnostic, index: i64, fingerprint: Fingerprint) -> SarifResult {
    let further = finding.labels.iter().enumerate();
    let further = further.map(|(at, label)| Location {
        id: i64::try_from(at).ok(),
        message: Some(label.text.as_str().into()),
        ..location(script, label.span)
    });
    let further: Vec<Location> = further.collect();
    let mut result = SarifResult::builder()
        .rule_id(finding.rule.meta().name)
        .rule_index(index)
        .level(level(finding.level))
        .message(message(finding))
        .locations(vec![location(script, finding.span)])
        .partial_fingerprints([("primaryLocationLineHash".to_owned(), fingerprint.to_string())])
        .build();
    result.related_locations = (!further.is_empty()).then_some(further);
    result.fixes = finding.fix.as_ref().and_then(|fix| correction(script, fix)).map(|fix| vec![fix]);
    result
}

/// The message, the consequence and the help text: SARIF viewers show nothing else.
fn message(finding: &Diagnostic) -> Message {
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("{}{help}", finding.with_consequence()).as_str().into()
}

fn level(level: Level) -> ResultLevel {
    match level {
        Level::Error => ResultLevel::Error,
        Level::Warning => ResultLevel::Warning,
        Level::Advice => ResultLevel::Note,
    }
}

fn location(script: &Checked<'_>, span: Span) -> Location {
    let place = PhysicalLocation {
        artifact_location: Some(artifact(script)),
        region: Some(region(script, span)),
        ..PhysicalLocation::default()
    };
    Location { physical_location: Some(place), ..Location::default() }
}

fn artifact(script: &Checked<'_>) -> ArtifactLocation {
    ArtifactLocation { uri: Some(uri::of(script.path())), ..ArtifactLocation::default() }
}

fn region(script: &Checked<'_>, span: Span) -> Region {
    let start = script.file().position(span.start(), Unit::Utf16);
    let end = script.file().position(span.end(), Unit::Utf16);
    let from_one = |number: u32| Some(i64::from(number) + 1);
    Region {
        start_line: from_one(start.line),
        start_column: from_one(start.column),
        end_line: from_one(end.line),
        end_column: from_one(end.column),
        byte_offset: Some(i64::from(span.start())),
        byte_length: Some(i64::from(span.len())),
        ..Region::default()
    }
}

/// How the script suppresses a finding.
fn in_source(script: &Checked<'_>, suppression: &Suppression) -> SarifSuppression {
    let suppressed =
        SarifSuppression::builder().kind("inSource").location(location(script, suppression.span));
    match &suppression.reason {
        Some(reason) => suppressed.justification(reason.as_str()).build(),
        None => suppressed.build(),
    }
}

/// A fix, unless a person must fill it in: viewers apply the fix as it is.
fn correction(script: &Checked<'_>, fix: &Fix) -> Option<SarifFix> {
    let replacements = fix.edits.iter().map(|edit| {
        let inserted = ArtifactContent { text: Some(edit.replacement.clone()), ..ArtifactContent::default() };
        Replacement::builder().deleted_region(region(script, edit.span)).inserted_content(inserted).build()
    });
    let change = ArtifactChange::builder()
        .artifact_location(artifact(script))
        .replacements(replacements.collect::<Vec<_>>())
        .build();
    (fix.applicability > Applicability::DisplayOnly)
        .then(|| SarifFix::builder().description(fix.title.as_str()).artifact_changes(vec![change]).build())
}
