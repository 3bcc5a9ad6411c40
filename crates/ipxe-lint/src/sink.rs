use crate::Diagnostic;

/// Where rules put their findings.
#[derive(Default)]
pub(crate) struct Sink<'f> {
    before: &'f [Diagnostic],
    diagnostics: Vec<Diagnostic>,
}

impl<'f> Sink<'f> {
    /// For rules that judge what others have found.
    pub(crate) fn after(before: &'f [Diagnostic]) -> Self {
        Self { before, diagnostics: Vec::new() }
    }

    /// Takes a finding.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes findings as [`push`](Self::push) does.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// What others have found that is reported; nothing for a rule that does not
    /// [judge findings](crate::RuleId::judges_findings).
    pub(crate) fn before(&self) -> &'f [Diagnostic] {
        self.before
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
