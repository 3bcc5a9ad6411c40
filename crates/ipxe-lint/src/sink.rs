use crate::{Diagnostic, RuleSelection};

/// Where rules put their findings.
pub(crate) struct Sink<'o> {
    selection: &'o RuleSelection,
    diagnostics: Vec<Diagnostic>,
}

impl<'o> Sink<'o> {
    pub(crate) fn new(selection: &'o RuleSelection) -> Self {
        Self { selection, diagnostics: Vec::new() }
    }

    /// Takes a finding, at the level that is configured for its rule.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let level = self.selection.level(diagnostic.rule).unwrap_or(diagnostic.level);
        self.diagnostics.push(Diagnostic { level, ..diagnostic });
    }

    /// Takes findings as [`push`](Self::push) does.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// What was found until now.
    pub(crate) fn found(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
