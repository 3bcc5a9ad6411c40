use std::collections::BTreeMap;

use ipxe_syntax::Script;

use super::{
    Suppressed, Suppression, SuppressionScope, Suppressions,
    found::{Lines, line_at},
};
use crate::{Diagnostic, RuleId, rule_set::RuleSet};

/// The active suppressions of a script: finds the one that suppresses a finding, and counts.
pub(crate) struct Applied<'a, 's> {
    script: &'a Script<'s>,
    suppressions: Vec<Suppression>,
    lines: Vec<Lines>,
    file: Scope,
    /// By the last line of the suppressions.
    by_line: BTreeMap<u32, Scope>,
}

/// Suppressions with the same last line, each with the rules that no earlier one names: so there are never more of them
/// than rules.
#[derive(Debug, Default)]
struct Scope {
    entries: Vec<Entry>,
    covered: RuleSet,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The index of the suppression, and of the rule in its list.
    by: (usize, usize),
    rules: RuleSet,
}

impl Scope {
    fn add(&mut self, by: (usize, usize), rules: RuleSet) {
        let rules = rules.without(self.covered);
        self.covered = self.covered.union(rules);
        if rules != RuleSet::default() {
            self.entries.push(Entry { by, rules });
        }
    }

    fn find(&self, rule: RuleId) -> Option<(usize, usize)> {
        self.entries.iter().find(|entry| entry.rules.contains(rule)).map(|entry| entry.by)
    }
}

impl<'a, 's> Applied<'a, 's> {
    pub(crate) fn new(script: &'a Script<'s>, found: &Suppressions) -> Self {
        let (mut file, mut by_line) = (Scope::default(), BTreeMap::<u32, Scope>::new());
        for (at, (suppression, lines)) in found.entries().iter().enumerate() {
            let scope = match suppression.scope {
                SuppressionScope::File => &mut file,
                SuppressionScope::Line => by_line.entry(lines.last).or_default(),
            };
            for (which, rules) in suppression.rules.iter().enumerate() {
                scope.add((at, which), RuleSet::of(|rule| rules.selector.contains(rule)));
            }
        }
        let (suppressions, lines) = found.entries().iter().cloned().unzip();
        Self { script, suppressions, lines, file, by_line }
    }

    /// The suppression that suppresses a finding.
    fn find(&self, finding: &Diagnostic) -> Option<(usize, usize)> {
        self.on_line(finding).or_else(|| self.file.find(finding.rule))
    }

    fn on_line(&self, finding: &Diagnostic) -> Option<(usize, usize)> {
        if self.by_line.is_empty() {
            return None;
        }
        let line = line_at(self.script, finding.span.start())?;
        let line = u32::try_from(line.id().index()).ok()?;
        let (_, scope) = self.by_line.range(line..).next()?;
        scope.find(finding.rule).filter(|(by, _)| self.lines[*by].reaches(line))
    }

    /// Counts what suppressions would suppress.
    pub(crate) fn count(&mut self, findings: &[Diagnostic]) {
        for finding in findings {
            if let Some((by, which)) = self.find(finding) {
                self.suppressions[by].rules[which].uses += 1;
            }
        }
    }

    /// Separates findings into reported and suppressed ones. Returns the suppressions with their counts.
    pub(crate) fn apply(
        mut self,
        findings: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Vec<Suppressed>, Vec<Suppression>) {
        let (mut told, mut held_back) = (Vec::new(), Vec::new());
        for diagnostic in findings {
            match self.find(&diagnostic) {
                Some((by, which)) => {
                    self.suppressions[by].rules[which].uses += 1;
                    held_back.push(Suppressed { diagnostic, by });
                }
                None => told.push(diagnostic),
            }
        }
        (told, held_back, self.suppressions)
    }

    /// The suppressions, with their counts.
    pub(crate) fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }
}
