use std::fmt;

use serde::Serialize;

use super::Checked;
use crate::{Applicability, Level, config::FailOn};

/// Numbers of findings and scripts.
///
/// ```
/// use ipxe_lint::reports::Summary;
///
/// assert_eq!(Summary::new(&[]).to_string(), "Nothing to report in 0 scripts.");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Summary {
    /// Number of scripts that were checked.
    pub scripts: usize,
    /// Number of scripts with findings.
    pub scripts_with_findings: usize,
    /// Number of findings that are errors.
    pub errors: usize,
    /// Number of findings that are warnings.
    pub warnings: usize,
    /// Number of findings that are advice.
    pub advice: usize,
    /// Number of findings of any level with a fix.
    pub fixable: usize,
    /// Number of findings with a fix that can be applied without a review.
    pub safely_fixable: usize,
    /// Number of findings with a fix that changes what the script does.
    pub unsafely_fixable: usize,
    /// Number of suppressed findings; the other numbers do not include them.
    pub suppressed: usize,
    /// Number of findings in a baseline; the other numbers do not include them.
    pub baselined: usize,
    /// Number of findings on unchanged lines, if only changed lines count; the other numbers do not include them.
    pub unchanged: usize,
}

impl Summary {
    /// Counts.
    #[must_use]
    pub fn new(scripts: &[Checked<'_>]) -> Self {
        let mut summary = Self { scripts: scripts.len(), ..Self::default() };
        for script in scripts {
            summary.scripts_with_findings += usize::from(!script.diagnostics().is_empty());
            summary.suppressed += script.suppressed().len();
            summary.baselined += script.left_out().baselined;
            summary.unchanged += script.left_out().unchanged;
            for finding in script.diagnostics() {
                match finding.level {
                    Level::Error => summary.errors += 1,
                    Level::Warning => summary.warnings += 1,
                    Level::Advice => summary.advice += 1,
                }
                let Some(fix) = &finding.fix else { continue };
                summary.fixable += 1;
                match fix.applicability {
                    Applicability::Safe => summary.safely_fixable += 1,
                    Applicability::Unsafe => summary.unsafely_fixable += 1,
                    Applicability::DisplayOnly => {}
                }
            }
        }
        summary
    }

    /// Number of findings, of any level.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }

    /// Whether there is an error or a warning: by default, only these fail a run.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.fails_on(FailOn::default(), None)
    }

    /// Whether a run fails: because of a finding at or above this level, or because there are more warnings than
    /// allowed. If a number is allowed, that many warnings do not fail it.
    #[must_use]
    pub fn fails_on(&self, fail_on: FailOn, max_warnings: Option<usize>) -> bool {
        let fails = |level, count| count > 0 && fail_on.fails(level);
        let warnings = match max_warnings {
            Some(most) => fail_on != FailOn::Never && self.warnings > most,
            None => fails(Level::Warning, self.warnings),
        };
        fails(Level::Error, self.errors) || warnings || fails(Level::Advice, self.advice)
    }
}

impl fmt::Display for Summary {
    /// `Found 2 errors, 1 warning and 1 piece of advice in 2 of 12 scripts. 3 findings are suppressed.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_found(f)?;
        let left_out = [
            (self.suppressed, "suppressed"),
            (self.baselined, "in the baseline"),
            (self.unchanged, "on lines that did not change"),
        ];
        left_out.into_iter().try_for_each(|(count, how)| match count {
            0 => Ok(()),
            1 => write!(f, " 1 finding is {how}."),
            more => write!(f, " {more} findings are {how}."),
        })
    }
}

impl Summary {
    fn write_found(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scripts = counted(self.scripts, "script", "scripts");
        if self.findings() == 0 {
            return write!(f, "Nothing to report in {scripts}.");
        }
        let found = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.advice, "piece of advice", "pieces of advice"),
        ];
        let found = found.iter().filter(|(count, ..)| *count > 0);
        let found: Vec<String> = found.map(|&(count, one, many)| counted(count, one, many)).collect();
        let (last, others) = found.split_last().map_or(("", &[][..]), |(last, others)| (last, others));
        let and = if others.is_empty() { "" } else { " and " };
        write!(f, "Found {}{and}{last} in ", others.join(", "))?;
        if self.scripts == 1 {
            f.write_str("1 script.")
        } else {
            write!(f, "{} of {scripts}.", self.scripts_with_findings)
        }
    }
}

/// A number and the noun that it counts.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_what_there_is() {
        let summary = Summary { scripts: 12, scripts_with_findings: 2, errors: 2, ..Summary::default() };
        assert_eq!(summary.to_string(), "Found 2 errors in 2 of 12 scripts.");
        let all = Summary { warnings: 1, advice: 1, ..summary };
        assert_eq!(all.to_string(), "Found 2 errors, 1 warning and 1 piece of advice in 2 of 12 scripts.");
        let one = Summary { scripts: 1, errors: 0, ..all };
        assert_eq!(one.to_string(), "Found 1 warning and 1 piece of advice in 1 script.");
        let quiet = Summary { scripts: 1, suppressed: 1, ..Summary::default() };
        assert_eq!(quiet.to_string(), "Nothing to report in 1 script. 1 finding is suppressed.");
    }

    #[test]
    fn advice_alone_fails_nothing() {
        assert!(!Summary { advice: 3, ..Summary::default() }.fails());
        assert!(Summary { warnings: 1, ..Summary::default() }.fails());
    }

    #[test]
    fn what_fails_a_run_can_be_said() {
        let fails = |errors, warnings, advice, fail_on, most| {
            Summary { errors, warnings, advice, ..Summary::default() }.fails_on(fail_on, most)
        };
        assert!(!fails(0, 3, 1, FailOn::Error, None) && fails(1, 0, 0, FailOn::Error, None));
        assert!(fails(0, 0, 1, FailOn::Advice, None) && !fails(9, 9, 9, FailOn::Never, Some(0)));
        assert!(!fails(0, 3, 0, FailOn::Warning, Some(3)) && fails(0, 4, 0, FailOn::Warning, Some(3)));
        assert!(fails(1, 0, 0, FailOn::Warning, Some(3)) && fails(0, 4, 0, FailOn::Error, Some(3)));
    }
}
