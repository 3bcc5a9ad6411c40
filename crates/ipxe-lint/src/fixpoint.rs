//! Fixes the findings, checks again, and repeats this until nothing is left.

mod harm;

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::RangeInclusive,
};

use foldhash::{HashMap, HashSet};
use ipxe_syntax::{Span, parse};

use self::harm::Harm;
use crate::{Applicability, Fix, LintOptions, Report, RuleId, apply, lint};

/// Maximum number of passes. Most scripts need two; fixes that overlap need one more each.
const ROUNDS: usize = 32;

/// Maximum number of fixes that are rejected in one pass.
const TRIES: usize = 16;

/// The result of fixing a script.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FixedScript {
    /// The corrected text.
    pub text: Vec<u8>,
    /// Number of applied fixes of each rule, in all passes.
    pub applied: BTreeMap<RuleId, usize>,
    /// The remaining findings in the corrected text.
    pub report: Report,
    /// Whether no applicable fix is left. If fixes undo each other, or never end, some are left.
    pub is_complete: bool,
}

impl FixedScript {
    /// Number of applied fixes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.applied.values().sum()
    }
}

/// Fixes the findings of a script: applies the fixes that are at least as safe as `applicability`, lints the result,
/// and repeats this until nothing changes. All rules check each result, whichever are selected: a fix is not applied if
/// it causes an error, or changes what boots. Fixes that are [`DisplayOnly`](Applicability::DisplayOnly) are never
/// applied, and neither are those of suppressed findings.
///
/// All other bytes stay as they are: line ends, encodings, a missing line end at the end. The cost is a few [`lint`]s
/// for each pass; there are at most 32.
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

/// Like [`fix()`], but fixes only the findings that `select` leaves in the reports. It gets each report with the text
/// that it is about.
#[must_use]
pub fn fix_some(
    source: &[u8],
    options: &LintOptions,
    applicability: Applicability,
    select: impl Fn(&[u8], &mut Report),
) -> FixedScript {
    Session { options, least: applicability.max(Applicability::Unsafe), select, refused: HashSet::default() }
        .run(source.to_vec())
}

/// A script during fixing, pass by pass.
struct Session<'o, S> {
    options: &'o LintOptions,
    least: Applicability,
    select: S,
    /// Hashes of harmful fixes, with their places: they are not tried again.
    refused: HashSet<u64>,
}

impl<S: Fn(&[u8], &mut Report)> Session<'_, S> {
    fn run(mut self, mut text: Vec<u8>) -> FixedScript {
        let mut applied = BTreeMap::new();
        let mut seen = HashSet::default();
        let mut has_changed = false;
        for _ in 0..ROUNDS {
            let report = self.look(&text);
            let Some(Round { text: fixed, rules }) = self.round(&text, &report) else {
                // A fix that did harm before others were applied may be harmless now.
                if std::mem::take(&mut has_changed) && !self.refused.is_empty() {
                    self.refused.clear();
                    continue;
                }
                return self.finish(text, applied, true);
            };
            has_changed = true;
            // Texts are compared by hash: a collision only costs one pass.
            if !seen.insert(hash(&text)) {
                return self.finish(text, applied, false);
            }
            for rule in rules {
                *applied.entry(rule).or_default() += 1;
            }
            text = fixed;
        }
        self.finish(text, applied, false)
    }

    fn look(&self, text: &[u8]) -> Report {
        let mut report = lint(&parse(text), self.options);
        (self.select)(text, &mut report);
        report
    }

    /// Rejected fixes are not reported.
    fn finish(&self, text: Vec<u8>, applied: BTreeMap<RuleId, usize>, is_complete: bool) -> FixedScript {
        let mut report = self.look(&text);
        report.drop_fixes(|finding| {
            finding.fix.as_ref().is_some_and(|fix| self.refused.contains(&key(&text, finding.rule, fix)))
        });
        FixedScript { text, applied, report, is_complete }
    }

    /// Applies the applicable fixes to a text. None if nothing changes.
    ///
    /// If fixes are harmful, alone or together, half of them are tried until the harmful one is found, which is
    /// rejected. Each try either applies some fixes or finally rejects one, so few tries are wasted.
    fn round(&mut self, text: &[u8], report: &Report) -> Option<Round> {
        let mut harm = None;
        for _ in 0..TRIES {
            let mut fixes = self.admitted(text, report);
            while !fixes.is_empty() {
                let fixed = apply(text, fixes.iter().map(|(_, fix)| *fix));
                if fixed.text == text {
                    return None;
                }
                let harm = harm.get_or_insert_with(|| Harm::new(text, self.options));
                if !harm.is_done_by(&fixed.text, &fixes) {
                    let rules = fixes.iter().zip(&fixed.was_applied).filter(|(_, was)| **was);
                    return Some(Round {
                        text: fixed.text,
                        rules: rules.map(|((rule, _), _)| *rule).collect(),
                    });
                }
                if let [(rule, fix)] = fixes.as_slice() {
                    self.refused.insert(key(text, *rule, fix));
                    break;
                }
                fixes.truncate(fixes.len() / 2);
            }
            if fixes.is_empty() {
                return None;
            }
        }
        None
    }

    /// The fixes that can be applied in one pass. Two rules never change the same line at once, because neither knows
    /// the other's result: the less certain one waits for the next pass. Rules come in the order of their codes, so
    /// rules about the ends of lines and commands come first.
    fn admitted<'f>(&self, text: &[u8], report: &'f Report) -> Vec<(RuleId, &'f Fix)> {
        let findings = report.diagnostics().iter();
        let mut fixes: Vec<_> = findings
            .filter_map(|finding| Some((finding.rule, finding.fix.as_ref()?)))
            .filter(|(rule, fix)| {
                fix.applicability >= self.least
                    && (self.refused.is_empty() || !self.refused.contains(&key(text, *rule, fix)))
            })
            .collect();
        fixes.sort_by_key(|(rule, _)| *rule);
        let script = parse(text);
        let starts: Vec<u32> = script.lines().map(|line| line.span().start()).collect();
        let mut owners: HashMap<usize, RuleId> = HashMap::default();
        fixes.retain(|(rule, fix)| {
            let lines = || fix.edits.iter().flat_map(|edit| lines_of(&starts, edit.span));
            let is_free = lines().all(|line| owners.get(&line).is_none_or(|owner| owner == rule));
            if is_free {
                owners.extend(lines().map(|line| (line, *rule)));
            }
            is_free
        });
        fixes
    }
}

/// The result of one pass of fixes.
struct Round {
    text: Vec<u8>,
    /// The rule of each applied fix.
    rules: Vec<RuleId>,
}

/// The numbers of the lines that a span touches.
fn lines_of(starts: &[u32], span: Span) -> RangeInclusive<usize> {
    let line = |at: u32| starts.partition_point(|start| *start <= at).saturating_sub(1);
    line(span.start())..=line(span.end())
}

/// The key by which a fix is recognized in a later pass.
fn key(text: &[u8], rule: RuleId, fix: &Fix) -> u64 {
    let mut hasher = DefaultHasher::new();
    (rule.meta().name, &fix.title).hash(&mut hasher);
    for edit in &fix.edits {
        // The position may move, but not the text around it.
        let (start, end) = (edit.span.start() as usize, edit.span.end() as usize);
        let line_start =
            text[..start.min(text.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let rest = text.get(end..).unwrap_or_default();
        let line_end = end + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        (text.get(line_start..line_end), start - line_start, &edit.replacement).hash(&mut hasher);
    }
    hasher.finish()
}

fn hash(text: &[u8]) -> u64 {
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
        let source = "\u{feff}#!ipxe\ngoto retyr || shell\n:retry\n";
        assert_eq!(fixed(source, Applicability::Safe), "#!ipxe\ngoto retyr || shell\n:retry\n");
    }

    #[test]
    fn what_is_suppressed_is_not_fixed() {
        let source = "#!ipxe\n# ipxe-lint: ignore[flow] so it is\ngoto retry: || shell\n:retry\n";
        let options = LintOptions::default().with_suppressions(true);
        assert_eq!(fix(source.as_bytes(), &options, Applicability::Unsafe).text, source.as_bytes());
    }

    #[test]
    fn where_lines_end_is_settled_first() {
        let source = "#!ipxe\nkernel http://192.0.2.1/vmlinuz quiet \\\nboot\n";
        let expected = "#!ipxe\nkernel http://192.0.2.1/vmlinuz quiet net.ifnames=0\nboot\n";
        assert_eq!(fixed(source, Applicability::Unsafe), expected);
    }

    #[test]
    fn a_fix_that_does_harm_is_not_applied() {
        let source = b"#!ipxe\nkernel http://192.0.2.1/vmlinuz net.ifnames=0\nboot\n";
        let options = LintOptions::default();
        let harm = Harm::new(source, &options);
        let free = Fix::unsafe_("free the images", Span::empty(53), "imgfree\n");
        assert_eq!(source.get(53..57), Some(&b"boot"[..]));
        let fixed = apply(source, [&free]).text;
        assert!(harm.is_done_by(&fixed, &[(RuleId::InheritedImages, &free)]));
    }
}
