//! Maps findings in a script to the file that contains it.

use ipxe_host::{Composition, Template};
use ipxe_syntax::{LineIndex, Span};

use crate::{Diagnostic, Edit, Report};

/// A map from a script to the file that contains it.
pub(crate) struct Mapping<'a, 's> {
    script: &'a Composition<'s>,
    /// The number of bytes at the start of the script that are not in the file.
    header: usize,
    /// The lines of the file.
    lines: &'a LineIndex<'s>,
    template: Option<&'a Template<'s>>,
}

impl<'a, 's> Mapping<'a, 's> {
    /// `header`: the number of bytes before the script that are not in the file.
    pub(crate) fn new(script: &'a Composition<'s>, header: usize, lines: &'a LineIndex<'s>) -> Self {
        Self { script, header, lines, template: None }
    }

    /// The same, for a template: text that is inserted must be rendered unchanged.
    pub(crate) fn within(self, template: &'a Template<'s>) -> Self {
        Self { template: Some(template), ..self }
    }

    /// A report about the script as one about the file.
    pub(crate) fn report(&self, report: Report) -> Report {
        report.mapped(|span| self.span(span), |finding| self.finding(finding), self.lines)
    }

    /// Lets a caller that only knows the file remove findings from a report.
    pub(super) fn select(&self, report: &mut Report, select: impl FnOnce(&mut Report)) {
        let mut mapped = self.report(report.clone());
        select(&mut mapped);
        let mut left = mapped.diagnostics().iter().peekable();
        // The remaining findings are in the same order.
        report.retain(|finding| {
            let place = self.span(finding.span);
            left.next_if(|other| {
                other.span == place && other.rule == finding.rule && other.message == finding.message
            })
            .is_some()
        });
    }

    fn span(&self, span: Span) -> Span {
        let [start, end] = [span.start(), span.end()].map(|at| (at as usize).saturating_sub(self.header));
        let range = self.script.source_range(start..end);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(offset(range.start), offset(range.end))
    }

    fn finding(&self, finding: &mut Diagnostic) {
        finding.span = self.span(finding.span);
        finding.cause = finding.cause.map(|cause| self.span(cause));
        for label in &mut finding.labels {
            label.span = self.span(label.span);
        }
        finding.fix = finding.fix.take().and_then(|mut fix| {
            let edits: Option<Vec<Edit>> = fix.edits.iter().map(|edit| self.edit(edit)).collect();
            fix.edits = edits?;
            Some(fix)
        });
    }

    /// None: the edit is impossible in the file.
    fn edit(&self, edit: &Edit) -> Option<Edit> {
        let start = (edit.span.start() as usize).checked_sub(self.header)?;
        let end = (edit.span.end() as usize).checked_sub(self.header)?;
        let edit = self.script.edit(start..end, edit.replacement.as_bytes())?;
        if self.template.is_some_and(|template| !template.keeps_marks(&edit)) {
            return None;
        }
        let offset = |at: usize| u32::try_from(at).ok();
        let span = Span::new(offset(edit.range.start)?, offset(edit.range.end)?);
        Some(Edit { span, replacement: String::from_utf8(edit.text).ok()? })
    }
}
