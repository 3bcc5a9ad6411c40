use crate::Diagnostic;

/// The collector of findings.
#[derive(Default)]
pub(crate) struct Sink<'f> {
    before: &'f [Diagnostic],
    diagnostics: Vec<Diagnostic>,
}

impl<'f> Sink<'f> {
    /// For rules that judge the findings of others.
    pub(crate) fn after(before: &'f [Diagnostic]) -> Self {
        Self { before, diagnostics: Vec::new() }
    }

    /// Adds a finding.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds findings as [`push`](Self::push) does.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// The reported findings of other rules. Empty for a rule that does not [judge
    /// findings](crate::RuleId::judges_findings).
    pub(crate) fn before(&self) -> &'f [Diagnostic] {
        self.before
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
