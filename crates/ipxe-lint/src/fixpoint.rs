use std::collections::BTreeMap;

use foldhash::HashSet;
use ipxe_syntax::parse;

use crate::{Applicability, Fix, LintOptions, Report, RuleId, apply, lint};

/// How often fixes are applied at most. Most scripts need two rounds; fixes that touch each other need one more each.
const ROUNDS: usize = 32;

/// What became of a script when its findings were fixed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FixedScript {
    /// The corrected text.
    pub text: Vec<u8>,
    /// How many fixes of each rule were applied, in all rounds.
    pub applied: BTreeMap<RuleId, usize>,
    /// What is left to be found in the corrected text.
    pub report: Report,
    /// Whether no fix is left that could be applied. Where fixes undo each other, or never end, some are left.
    pub is_complete: bool,
}

impl FixedScript {
    /// How many fixes were applied.
    #[must_use]
    pub fn count(&self) -> usize {
        self.applied.values().sum()
    }
}

/// Fixes what is found in a script: applies the fixes that are at least as safe as `applicability`, looks again, and so
/// on until nothing changes. Fixes that are [`DisplayOnly`](Applicability::DisplayOnly) are never applied, and neither are
/// those of findings that the script suppresses.
///
/// What no fix is about stays as it is, byte for byte: line ends, encodings, a missing line end at the end. Costs a
/// [`lint`] for each round, of which there are at most 32.
///
/// ```
/// use ipxe_lint::{Applicability, LintOptions, fix};
///
/// let fixed = fix(b"#!ipxe\r\ngoto :retry\r\n:retry", &LintOptions::default(), Applicability::Unsafe);
/// assert_eq!(fixed.text, b"#!ipxe\r\ngoto retry\r\n:retry");
/// assert!(fixed.is_complete && fixed.count() == 1);
/// ```
#[must_use]
pub fn fix(source: &[u8], options: &LintOptions, applicability: Applicability) -> FixedScript {
    fix_some(source, options, applicability, |_, _| ())
}

/// As [`fix()`], but fixes only what `select` leaves in the reports, each of which it is given with the text that it is
/// about.
#[must_use]
pub fn fix_some(
    source: &[u8],
    options: &LintOptions,
    applicability: Applicability,
    select: impl Fn(&[u8], &mut Report),
) -> FixedScript {
    let least = applicability.max(Applicability::Unsafe);
    let mut text = source.to_vec();
    let mut applied = BTreeMap::new();
    let mut seen = HashSet::default();
    let look = |text: &[u8]| {
        let mut report = lint(&parse(text), options);
        select(text, &mut report);
        report
    };
    for _ in 0..ROUNDS {
        let report = look(&text);
        let Some((fixed, rules)) = one_round(&text, &report, least) else {
            return FixedScript { text, applied, report, is_complete: true };
        };
        // Texts are told apart by their hashes: a mistaken repetition costs no more than a round.
        if !seen.insert(hash(&text)) {
            return FixedScript { text, applied, report, is_complete: false };
        }
        for rule in rules {
            *applied.entry(rule).or_default() += 1;
        }
        text = fixed;
    }
    let report = look(&text);
    FixedScript { text, applied, report, is_complete: false }
}

/// Applies what may be applied to a text; none: that changes nothing.
fn one_round(text: &[u8], report: &Report, least: Applicability) -> Option<(Vec<u8>, Vec<RuleId>)> {
    let fixable =
        report.diagnostics().iter().filter_map(|finding| Some((finding.rule, finding.fix.as_ref()?)));
    let (rules, fixes): (Vec<RuleId>, Vec<&Fix>) =
        fixable.filter(|(_, fix)| fix.applicability >= least).unzip();
    if fixes.is_empty() {
        return None;
    }
    let fixed = apply(text, fixes);
    if fixed.text == text {
        return None;
    }
    let applied = rules.into_iter().zip(&fixed.was_applied).filter_map(|(rule, was)| was.then_some(rule));
    Some((fixed.text, applied.collect()))
}

fn hash(text: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(source: &str, applicability: Applicability) -> String {
        let fixed = fix(source.as_bytes(), &LintOptions::default(), applicability);
        assert!(fixed.is_complete, "{source}");
        String::from_utf8(fixed.text).expect("UTF-8")
    }

    #[test]
    fn a_fix_may_bring_the_next_one_to_light() {
        assert_eq!(
            fixed("\u{feff}#!ipxe\ngoto retry: || shell\n:retry\n", Applicability::Unsafe),
            "#!ipxe\ngoto retry || shell\n:retry\n"
        );
    }

    #[test]
    fn only_what_is_safe_enough_is_applied() {
        let source = "\u{feff}#!ipxe\ngoto retry: || shell\n:retry\n";
        assert_eq!(fixed(source, Applicability::Safe), "#!ipxe\ngoto retry: || shell\n:retry\n");
    }

    #[test]
    fn what_is_suppressed_is_not_fixed() {
        let source = "#!ipxe\n# ipxe-lint: ignore[flow] so it is\ngoto retry: || shell\n:retry\n";
        let options = LintOptions::default().with_suppressions(true);
        assert_eq!(fix(source.as_bytes(), &options, Applicability::Unsafe).text, source.as_bytes());
    }
}
