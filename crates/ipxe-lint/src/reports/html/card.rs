use super::prose::Prose;
use crate::{Applicability, Diagnostic, RuleId, reports::Checked};

/// The text below the line of a finding.
pub(super) struct Card<'a> {
    /// The finding's identifier in links.
    pub(super) id: String,
    pub(super) rule: RuleId,
    pub(super) level: &'static str,
    pub(super) message: Prose<'a>,
    pub(super) label: Prose<'a>,
    pub(super) help: Option<Prose<'a>>,
    /// What the command does about it automatically.
    pub(super) fix: Option<&'static str>,
    pub(super) further: Vec<Further<'a>>,
}

/// A further place that belongs to a finding.
pub(super) struct Further<'a> {
    pub(super) line: u32,
    pub(super) text: Prose<'a>,
}

impl<'a> Card<'a> {
    pub(super) fn new(script: &Checked<'_>, script_id: &str, finding: &'a Diagnostic) -> Self {
        let place = script.place(finding.span);
        let further = finding.labels.iter();
        Self {
            id: format!("{script_id}:{}:{}:{}", place.line, place.column, finding.rule),
            rule: finding.rule,
            level: finding.level.as_str(),
            message: Prose::new(&finding.message),
            label: Prose::new(&finding.label),
            help: finding.help.as_deref().map(Prose::new),
            fix: finding.fix.as_ref().and_then(|fix| option(fix.applicability)),
            further: further
                .map(|label| Further { line: script.place(label.span).line, text: Prose::new(&label.text) })
                .collect(),
        }
    }
}

/// The command-line option that applies such a fix.
const fn option(applicability: Applicability) -> Option<&'static str> {
    match applicability {
        Applicability::DisplayOnly => None,
        Applicability::Unsafe => Some("--fix --unsafe-fixes"),
        Applicability::Safe => Some("--fix"),
    }
}
