//! Whether a fix makes a script worse.

use std::hash::Hash;

use foldhash::{HashMap, HashSet};
use ipxe_syntax::{CommandId, Span, parse};

use super::lines_of;
use crate::{
    Category, Diagnostic, Fix, Level, LintOptions, RuleId, RuleSelection, lint, linter::with_context,
};

/// The findings in a script before a fix.
pub(super) struct Harm {
    options: LintOptions,
    /// The starts of the lines.
    starts: Vec<u32>,
    /// The number of serious findings of each rule on each line.
    serious: HashMap<(usize, RuleId), usize>,
    /// The number of errors on each line.
    errors: HashMap<usize, usize>,
    /// Per line, whether it has no finding and its commands are reachable.
    healthy: Vec<bool>,
}

impl Harm {
    pub(super) fn new(text: &[u8], options: &LintOptions) -> Self {
        let options = options.clone().with_rules(RuleSelection::default());
        let script = parse(text);
        let report = lint(&script, &options);
        let starts: Vec<u32> = script.lines().map(|line| line.span().start()).collect();
        let mut healthy: Vec<bool> = with_context(&script, &options, |cx| {
            let runs = |command: CommandId| cx.flow.is_reachable(command);
            script.lines().map(|line| line.commands().any(|command| runs(command.id()))).collect()
        });
        let (mut serious, mut errors) = (HashMap::default(), HashMap::default());
        for finding in report.diagnostics() {
            let line = *lines_of(&starts, finding.span).start();
            if is_serious(finding) {
                *serious.entry((line, finding.rule)).or_default() += 1;
            }
            *errors.entry(line).or_default() += usize::from(finding.level == Level::Error);
            healthy.iter_mut().skip(line).take(1).for_each(|healthy| *healthy = false);
        }
        Self { options, starts, serious, errors, healthy }
    }

    /// Whether, in the fixed text, something fails or boots differently that did not before. A mistake that another one
    /// hid before, and that is visible now, is not harm.
    pub(super) fn is_done_by(&self, fixed: &[u8], fixes: &[(RuleId, &Fix)]) -> bool {
        let moves = Moves::new(fixes);
        let edits = fixes.iter().flat_map(|(_, fix)| &fix.edits);
        let touched: HashSet<usize> = edits.flat_map(|edit| lines_of(&self.starts, edit.span)).collect();
        let (mut serious, mut errors) = (self.serious.clone(), self.errors.clone());
        let report = lint(&parse(fixed), &self.options);
        report.diagnostics().iter().filter(|finding| is_serious(finding)).any(|finding| {
            let place = Span::empty(moves.before(finding.span.start()));
            let line = *lines_of(&self.starts, place).start();
            let is_error = finding.level == Level::Error;
            let is_further_error = is_error && !take(&mut errors, &line);
            let is_new = !take(&mut serious, &(line, finding.rule));
            is_new && self.healthy.get(line).copied().unwrap_or_default()
                || is_further_error && touched.contains(&line)
        })
    }
}

/// Decrements a count, unless it is 0.
fn take<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) -> bool {
    let count = counts.get_mut(key).filter(|count| **count > 0);
    count.map(|count| *count -= 1).is_some()
}

/// Whether a finding means that something fails, or that something else boots than intended.
fn is_serious(finding: &Diagnostic) -> bool {
    let is_about_boot = finding.rule.meta().category() == Category::Images;
    finding.level == Level::Error || finding.level == Level::Warning && is_about_boot
}

/// The positions before the edits.
struct Moves {
    /// For each edit: its start, and the offset to add to later positions, in order.
    edits: Vec<(u32, i64)>,
}

impl Moves {
    fn new(fixes: &[(RuleId, &Fix)]) -> Self {
        let mut edits: Vec<_> = fixes.iter().flat_map(|(_, fix)| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let mut shift = 0_i64;
        let moved = edits.into_iter().map(|edit| {
            let length = i64::try_from(edit.replacement.len()).unwrap_or(i64::MAX);
            shift += i64::from(edit.span.len()) - length;
            (edit.span.start(), shift)
        });
        Self { edits: moved.collect() }
    }

    /// The position in the old text for a position in the new text.
    fn before(&self, after: u32) -> u32 {
        let mut shift = 0;
        for (start, next) in &self.edits {
            // Inserted text belongs to the position of the edit.
            let end = i64::from(*start) - shift;
            if i64::from(after) < end {
                break;
            }
            if i64::from(after) + next < i64::from(*start) {
                return *start;
            }
            shift = *next;
        }
        u32::try_from(i64::from(after) + shift).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_where_they_were() {
        // `abcdef` -> `aXYZdef!`
        let fix = Fix::safe("", Span::new(1, 3), "XYZ").and(Span::empty(6), "!");
        let moves = Moves::new(&[(RuleId::UnknownCommand, &fix)]);
        let places: Vec<u32> = (0..8).map(|after| moves.before(after)).collect();
        assert_eq!(places, [0, 1, 1, 2, 3, 4, 5, 6]);
    }
}
