//! Diagnostics for clients that request them.

use gen_lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};

use crate::{diagnostics::diagnostics, world::World};

/// The findings of a text, unless the client already has them.
pub(crate) fn diagnostic(world: &World, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let Some(text) = world.text(&params.text_document.uri) else {
        return full(None, Vec::new());
    };
    let report = world.report(text);
    let items = diagnostics(text, &report, &world.client, world.most_findings);
    let result_id = id_of(&items);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        return DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
            RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            },
        );
    }
    full(Some(result_id), items)
}

/// An ID that is the same for the same findings.
fn id_of(items: &[gen_lsp_types::Diagnostic]) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    // Not all parts implement `Hash`; the serialized form does.
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn full(result_id: Option<String>, items: Vec<gen_lsp_types::Diagnostic>) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}
