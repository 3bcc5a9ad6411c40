//! Findings as diagnostics of the protocol.

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, Message, Range,
};
use ipxe_lint::{self as linter, Level, Report, RuleId};

use crate::{client::Client, positions::Places, snapshot::Snapshot};

/// The source of all diagnostics.
const SOURCE: &str = "ipxe-lint";

/// The findings of a text, up to a maximum number.
pub(crate) fn diagnostics(text: &Snapshot, report: &Report, client: &Client, most: usize) -> Vec<Diagnostic> {
    let places = text.places();
    let findings = report.diagnostics();
    let mut shown: Vec<_> =
        findings.iter().take(most).map(|finding| diagnostic(text, &places, finding, client)).collect();
    if findings.len() > most {
        shown.push(rest(findings.len() - most));
    }
    shown
}

/// A finding.
pub(crate) fn diagnostic(
    text: &Snapshot,
    places: &Places<'_>,
    finding: &linter::Diagnostic,
    client: &Client,
) -> Diagnostic {
    let related = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: text.uri.clone(), range: places.range(label.span) },
        message: label.text.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: places.range(finding.span),
        severity: Some(severity(finding.level)),
        code: Some(Code::String(finding.rule.meta().name.to_owned())),
        code_description: Some(CodeDescription { href: finding.rule.url().into() }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(message(finding)),
        tags: tag(finding.rule).map(|tag| vec![tag]),
        related_information: Some(related).filter(|related| client.shows_related && !related.is_empty()),
        data: None,
    }
}

/// The message, the label and the help of a finding.
fn message(finding: &linter::Diagnostic) -> String {
    let mut message = format!("{}\n{}", finding.message, finding.label);
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    message
}

const fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::Error,
        Level::Warning => DiagnosticSeverity::Warning,
        Level::Advice => DiagnosticSeverity::Information,
    }
}

/// How the client may render the finding of a rule: faded or struck through.
const fn tag(rule: RuleId) -> Option<DiagnosticTag> {
    match rule {
        RuleId::UnreachableCommand
        | RuleId::UnusedLabel
        | RuleId::UnusedSetting
        | RuleId::UnusedSuppression
        | RuleId::NoOpAssignment => Some(DiagnosticTag::Unnecessary),
        RuleId::LegacyHeader | RuleId::GpxeSetting | RuleId::OutdatedArgument => {
            Some(DiagnosticTag::Deprecated)
        }
        _ => None,
    }
}

/// Reports the number of findings that are not shown.
fn rest(count: usize) -> Diagnostic {
    Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::Information),
        source: Some(SOURCE.to_owned()),
        message: Message::String(format!("{count} more findings are not shown; `maxFindings` is the limit")),
        ..Diagnostic::default()
    }
}
