use ipxe_syntax::{Span, Unit};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix as SarifFix, Invocation, Location, Message,
    Notification, PhysicalLocation, Region, Replacement, Result as SarifResult, ResultLevel, Run, Sarif,
    Suppression as SarifSuppression, Tool, ToolComponent,
};

use super::{Checked, Fingerprint, Fingerprints, sarif_rules::SarifRules, uri};
use crate::{Applicability, Diagnostic, Fix, Level, Suppression};

/// The report for code scanning services: a SARIF 2.1.0 log with one run. Assumptions about scripts are notifications.
///
/// Columns count UTF-16 code units, as such services expect; regions also have byte offsets. Findings have fingerprints
/// under GitHub's name, `primaryLocationLineHash`, so a finding on a moved line is not a new one.
#[must_use]
pub fn sarif(scripts: &[Checked<'_>]) -> Sarif {
    let mut rules = SarifRules::default();
    let mut results = Vec::new();
    for script in scripts {
        let mut fingerprints = Fingerprints::default();
        for finding in script.diagnostics() {
            let index = rules.index_of(finding.rule);
            let fingerprint = fingerprints.next(script, finding);
            results.push(result(script, finding, index, fingerprint));
        }
        for suppressed in script.suppressed() {
            let finding = &suppressed.diagnostic;
            let index = rules.index_of(finding.rule);
            let fingerprint = fingerprints.next(script, finding);
            let mut held_back = result(script, finding, index, fingerprint);
            held_back.suppressions = script.suppression_of(suppressed).map(|by| vec![in_source(script, by)]);
            results.push(held_back);
        }
    }
    let driver = ToolComponent::builder()
        .name("ipxe-lint")
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(rules.into_descriptors())
        .build();
    let tool = Tool::builder().driver(driver).build();
    let mut run = Run::builder().tool(tool).column_kind("utf16CodeUnits").results(results).build();
    let notes: Vec<_> = scripts.iter().filter_map(assumption).collect();
    if !notes.is_empty() {
        let done =
            Invocation::builder().execution_successful(true).tool_execution_notifications(notes).build();
        run.invocations = Some(vec![done]);
    }
    Sarif::builder().schema(SCHEMA).version("2.1.0").runs(vec![run]).build()
}

/// What is assumed of a script, as the tool's own word: it is no finding.
fn assumption(script: &Checked<'_>) -> Option<Notification> {
    let assumption = script.assumption()?;
    let place = location(script, assumption.place.unwrap_or_default());
    let note = Notification::builder().message(Message::from(assumption.to_string().as_str()));
    Some(note.level("note").locations(vec![place]).build())
}

/// Where the format's own schema is published.
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

/// The message with the consequence and the way out: viewers of SARIF show nothing else.
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

/// How the script holds a finding back.
fn in_source(script: &Checked<'_>, suppression: &Suppression) -> SarifSuppression {
    let suppressed =
        SarifSuppression::builder().kind("inSource").location(location(script, suppression.span));
    match &suppression.reason {
        Some(reason) => suppressed.justification(reason.as_str()).build(),
        None => suppressed.build(),
    }
}

/// A fix, unless it is a template that somebody has to fill in: viewers apply what they are given.
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
