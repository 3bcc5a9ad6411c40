use std::{cmp::Ordering, collections::HashSet};

use ipxe_syntax::{LineIndex, Span};
use serde::Serialize;

use crate::{Assumption, Diagnostic, Level, Suppressed, Suppression};

/// The result of linting one script: its findings in the order of their positions, and those that the script
/// suppresses.
///
/// Serialises as the list of its findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    #[serde(skip)]
    suppressed: Vec<Suppressed>,
    #[serde(skip)]
    suppressions: Vec<Suppression>,
    #[serde(skip)]
    assumption: Option<Assumption>,
}

impl Report {
    /// Sorts the findings by position, then by rule: the same input gives the same report.
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(by_place);
        diagnostics.dedup();
        Self { diagnostics, ..Self::default() }
    }

    /// The same report with the suppressed findings, which are sorted, too.
    pub(crate) fn with_suppressed(
        self,
        mut suppressed: Vec<Suppressed>,
        suppressions: Vec<Suppression>,
    ) -> Self {
        suppressed.sort_by(|a, b| by_place(&a.diagnostic, &b.diagnostic));
        suppressed.dedup();
        Self { suppressed, suppressions, ..self }
    }

    /// Merges the reports of several scripts into one of their file; the assumption about the first one represents all.
    pub(crate) fn joined(reports: impl Iterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for mut report in reports {
            let before = all.suppressions.len();
            all.diagnostics.append(&mut report.diagnostics);
            all.suppressions.append(&mut report.suppressions);
            let moved = |held_back: Suppressed| Suppressed { by: held_back.by + before, ..held_back };
            all.suppressed.extend(report.suppressed.into_iter().map(moved));
            all.assumption = all.assumption.or(report.assumption);
        }
        all
    }

    /// Merges the reports of several renderings into one of their template, with the findings that hold, each once.
    pub(crate) fn combined(reports: impl Iterator<Item = Self>, holds: impl Fn(&Diagnostic) -> bool) -> Self {
        let mut all = Self::default();
        let (mut told, mut held) = (HashSet::new(), HashSet::new());
        for mut report in reports {
            report
                .diagnostics
                .retain(|finding| holds(finding) && !told.contains(&(finding.rule, finding.span)));
            told.extend(report.diagnostics.iter().flat_map(Diagnostic::places));
            all.diagnostics.append(&mut report.diagnostics);
            let numbers: Vec<usize> =
                report.suppressions.into_iter().map(|one| all.suppression(one)).collect();
            for held_back in report.suppressed {
                let by = numbers.get(held_back.by).copied().unwrap_or_default();
                let key = (held_back.diagnostic.rule, held_back.diagnostic.span, by);
                if held.insert(key) {
                    all.suppressed.push(Suppressed { by, ..held_back });
                }
            }
            all.assumption = all.assumption.or(report.assumption);
        }
        all.diagnostics.sort_by(by_place);
        all
    }

    /// The index of a suppression, with the maximum number of uses in a rendering.
    fn suppression(&mut self, suppression: Suppression) -> usize {
        let known = self.suppressions.iter().position(|known| known.span == suppression.span);
        let Some(at) = known else {
            self.suppressions.push(suppression);
            return self.suppressions.len() - 1;
        };
        for (known, other) in self.suppressions[at].rules.iter_mut().zip(&suppression.rules) {
            known.uses = known.uses.max(other.uses);
        }
        at
    }

    /// The same report for another text: all places are moved, and findings may be changed.
    pub(crate) fn mapped(
        mut self,
        place: impl Fn(Span) -> Span,
        finding: impl Fn(&mut Diagnostic),
        lines: &LineIndex<'_>,
    ) -> Self {
        let suppressed = self.suppressed.iter_mut().map(|held_back| &mut held_back.diagnostic);
        self.diagnostics.iter_mut().chain(suppressed).for_each(finding);
        for suppression in &mut self.suppressions {
            suppression.span = place(suppression.span);
            for rules in &mut suppression.rules {
                rules.span = place(rules.span);
            }
        }
        self.assumption = self.assumption.map(|assumption| assumption.in_file(place, lines));
        self
    }

    /// The same report with the assumption about the script.
    pub(crate) fn with_assumption(self, assumption: Option<Assumption>) -> Self {
        Self { assumption, ..self }
    }

    /// The assumption about the script, if a finding depends on it.
    ///
    /// ```
    /// use ipxe_lint::{LintOptions, lint};
    ///
    /// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://192.0.2.1/${role}.ipxe || shell\n");
    /// let report = lint(&script, &LintOptions::default());
    /// assert!(report.assumption().is_some_and(|assumption| assumption.entry));
    ///
    /// let options = LintOptions::default().with_entry(Some(true));
    /// assert_eq!(lint(&script, &options).assumption(), None);
    /// ```
    #[must_use]
    pub fn assumption(&self) -> Option<&Assumption> {
        self.assumption.as_ref().filter(|_| self.diagnostics.iter().any(|finding| finding.assumes))
    }

    /// The findings.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings, by value.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The suppressed findings, in the order of their positions.
    #[must_use]
    pub fn suppressed(&self) -> &[Suppressed] {
        &self.suppressed
    }

    /// The suppressions of the script, in order; none if [`LintOptions::suppressions`] is off.
    ///
    /// [`LintOptions::suppressions`]: crate::LintOptions::suppressions
    #[must_use]
    pub fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }

    /// Keeps the findings for which `wanted` returns true. It is called in the order of their positions. Returns the
    /// number of removed findings.
    pub fn retain(&mut self, wanted: impl FnMut(&Diagnostic) -> bool) -> usize {
        let before = self.diagnostics.len();
        self.diagnostics.retain(wanted);
        before - self.diagnostics.len()
    }

    /// Removes the fixes of the findings for which the function returns true.
    pub(crate) fn drop_fixes(&mut self, unwanted: impl Fn(&Diagnostic) -> bool) {
        for finding in self.diagnostics.iter_mut().filter(|finding| unwanted(finding)) {
            finding.fix = None;
        }
    }

    /// Whether there is no finding, apart from suppressed ones.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Number of findings at this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// The level of the worst finding.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.level).max()
    }
}

fn by_place(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message))
}
