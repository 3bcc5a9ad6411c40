//! Decides which of several findings about one mistake is reported.
//!
//! Rules are independent of each other: each reports what it finds. If several find the same mistake, a [table](TABLE)
//! states which finding explains which. Explained findings are dropped, even if the rule that explains them is off.

use ipxe_syntax::{CommandId, Script, Span};

use crate::{Diagnostic, RuleId, rule_set::RuleSet, suppression::line_at};

/// A row of the table: these findings are explained by those at the same place.
struct Explanation {
    of: &'static [RuleId],
    by: &'static [RuleId],
    at: Scope,
}

/// How far the explaining finding may be from the explained one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// It concerns the same bytes.
    Place,
    /// It concerns the same command.
    Command,
    /// It is on the same logical line.
    Line,
    /// It is on the logical line with the cause of the explained one.
    LineOfCause,
    /// One of its labels is on the logical line with the cause of the explained one.
    PointsAtCause,
}

/// The rules whose findings mean that iPXE rejects a command's words.
const MISUSE: &[RuleId] = &[
    RuleId::UnknownOption,
    RuleId::MissingOptionValue,
    RuleId::UnexpectedOptionValue,
    RuleId::OptionAfterArguments,
    RuleId::TextTakenAsOption,
    RuleId::TooFewArguments,
    RuleId::TooManyArguments,
    RuleId::MalformedInteger,
    RuleId::MissingOperator,
    RuleId::HelpRequested,
    RuleId::UnknownOptionValue,
];

/// Which findings explain which. No finding explains itself, not even indirectly.
const TABLE: &[Explanation] = &[
    // The name is the text before the `=`.
    Explanation { of: &[RuleId::PathAsSettingName], by: &[RuleId::EqualsInSet], at: Scope::Command },
    // Words that were not meant as words of this command.
    Explanation {
        of: MISUSE,
        by: &[
            RuleId::GluedOperator,
            RuleId::SingleDashOption,
            RuleId::UnterminatedExpansion,
            RuleId::BlankInExpansion,
            RuleId::SwallowedLine,
        ],
        at: Scope::Command,
    },
    Explanation {
        of: &[RuleId::TooManyArguments],
        by: &[RuleId::OptionAfterArguments, RuleId::MissingOperator],
        at: Scope::Command,
    },
    Explanation { of: &[RuleId::UnstorableValue], by: &[RuleId::GluedOperator], at: Scope::Command },
    Explanation { of: &[RuleId::SeveralUris], by: &[RuleId::SingleDashOption], at: Scope::Command },
    Explanation { of: &[RuleId::KernelNeverBooted], by: &[RuleId::SwallowedLine], at: Scope::Line },
    // A finding about the texts themselves is more specific.
    Explanation {
        of: &[RuleId::ConstantComparison],
        by: &[RuleId::BareSettingName, RuleId::ImpossibleComparison, RuleId::LiteralQuotes],
        at: Scope::Command,
    },
    // The consequence of the comparison is lost, so the loop that it should end may never repeat.
    Explanation { of: &[RuleId::ConstantComparison], by: &[RuleId::MissingGoto], at: Scope::Line },
    Explanation {
        of: &[RuleId::BareSettingName],
        by: &[
            RuleId::ForeignExpansion,
            RuleId::UnterminatedExpansion,
            RuleId::BlankInExpansion,
            RuleId::UnrenderedTemplate,
            RuleId::ShellSyntax,
            RuleId::LiteralQuotes,
        ],
        at: Scope::Command,
    },
    Explanation { of: &[RuleId::UnresolvedVariable], by: &[RuleId::GpxeSetting], at: Scope::Place },
    // An operator that is missing or misplaced was meant to handle a failure.
    Explanation {
        of: &[RuleId::UnhandledFailure],
        by: &[RuleId::ShellSyntax, RuleId::GluedOperator, RuleId::MissingOperator, RuleId::UnguardedTest],
        at: Scope::Line,
    },
    // The place of an existing script is more specific than the place of a missing one.
    Explanation {
        of: &[RuleId::MissingScript],
        by: &[RuleId::MisplacedScript, RuleId::MiscasedScript],
        at: Scope::Place,
    },
    // An entry that leaves the menu needs no script.
    Explanation { of: &[RuleId::EntryWithoutScript], by: &[RuleId::EntryInUri], at: Scope::Place },
    Explanation { of: &[RuleId::PrivateHost], by: &[RuleId::LoopbackHost], at: Scope::Place },
    Explanation { of: &[RuleId::MissingInitrdArgument], by: &[RuleId::ArgumentsInQuery], at: Scope::Place },
    Explanation { of: &[RuleId::OverwrittenSetting], by: &[RuleId::MisreadPrecedence], at: Scope::Line },
    // An image without its intended name.
    Explanation { of: &[RuleId::UnloadedInitrd], by: &[RuleId::WrappedInitrd], at: Scope::LineOfCause },
    Explanation { of: &[RuleId::UnguardedTest], by: &[RuleId::GluedOperator], at: Scope::Line },
    // A consequence of the mistake, and not the mistake.
    Explanation {
        of: &[RuleId::UnreachableCommand, RuleId::UnreachableBoot],
        by: &[RuleId::MisreadPrecedence, RuleId::UnguardedTest, RuleId::UnhandledFailure],
        at: Scope::LineOfCause,
    },
    Explanation {
        of: &[RuleId::UnreachableCommand, RuleId::UnreachableBoot],
        by: &[RuleId::DanglingOperator],
        at: Scope::PointsAtCause,
    },
    Explanation {
        of: &[RuleId::UnreachableCommand, RuleId::UnreachableBoot],
        by: MISUSE,
        at: Scope::LineOfCause,
    },
];

/// The rules, with those whose findings may explain theirs.
pub(crate) fn with_explaining(rules: RuleSet) -> RuleSet {
    let mut all = rules;
    for row in TABLE.iter().filter(|row| row.of.iter().any(|rule| rules.contains(*rule))) {
        for rule in row.by {
            all.insert(*rule);
        }
    }
    all
}

/// The findings that no other one explains. Takes linear time, except for sorting.
pub(crate) fn unexplained(script: &Script<'_>, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut found = RuleSet::default();
    for finding in &findings {
        found.insert(finding.rule);
    }
    let has = |rules: &[RuleId]| rules.iter().any(|rule| found.contains(*rule));
    let mut explained = Vec::new();
    for row in TABLE.iter().filter(|row| has(row.of) && has(row.by)) {
        let by = findings.iter().filter(|finding| row.by.contains(&finding.rule));
        let mut places: Vec<Place> =
            by.flat_map(|finding| row.at.places_of_explaining(script, finding)).collect();
        places.sort_unstable();
        explained.resize(findings.len(), false);
        for (finding, explained) in findings.iter().zip(&mut explained) {
            let place = || row.at.place_of_explained(script, finding);
            let is_there = |place| places.binary_search(&place).is_ok();
            *explained |= row.of.contains(&finding.rule) && place().is_some_and(is_there);
        }
    }
    let mut explained = explained.into_iter();
    let mut findings = findings;
    findings.retain(|_| !explained.next().unwrap_or_default());
    findings
}

/// The key for comparison: an offset, or the start of a command or a line.
type Place = u32;

impl Scope {
    /// The places at which a finding explains others.
    fn places_of_explaining(self, script: &Script<'_>, finding: &Diagnostic) -> Vec<Place> {
        let labels = finding.labels.iter().map(|label| label.span);
        match self {
            Self::Place => std::iter::once(finding.span).chain(labels).map(Span::start).collect(),
            Self::Line | Self::LineOfCause => vec![line_start(script, finding.span)],
            Self::PointsAtCause => labels.map(|span| line_start(script, span)).collect(),
            Self::Command => vec![command_start(script, finding.span)],
        }
    }

    /// The place at which others explain a finding.
    fn place_of_explained(self, script: &Script<'_>, finding: &Diagnostic) -> Option<Place> {
        match self {
            Self::Place => Some(finding.span.start()),
            Self::Line => Some(line_start(script, finding.span)),
            Self::Command => Some(command_start(script, finding.span)),
            Self::LineOfCause | Self::PointsAtCause => finding.cause.map(|cause| line_start(script, cause)),
        }
    }
}

/// The start of the command at an offset: the last one that begins there or before.
fn command_start(script: &Script<'_>, span: Span) -> Place {
    let begins_before =
        |at: &u32| command_span(script, *at).is_some_and(|command| command.start() <= span.start());
    let (mut low, mut high) = (0, u32::try_from(script.commands().len()).unwrap_or(u32::MAX));
    while low < high {
        let middle = low.midpoint(high);
        if begins_before(&middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1).and_then(|at| command_span(script, at)).unwrap_or_default().start()
}

fn command_span(script: &Script<'_>, at: u32) -> Option<Span> {
    script.command(CommandId::new(at)).map(ipxe_syntax::Command::span)
}

/// The start of the logical line at an offset.
fn line_start(script: &Script<'_>, span: Span) -> Place {
    line_at(script, span.start()).map_or(span.start(), |line| line.full_span().start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_finding_explains_itself() {
        let mut explaining: Vec<RuleSet> = RuleId::ALL
            .iter()
            .map(|rule| {
                let rows = TABLE.iter().filter(|row| row.of.contains(rule));
                let by: Vec<RuleId> = rows.flat_map(|row| row.by.iter().copied()).collect();
                RuleSet::of(|rule| by.contains(&rule))
            })
            .collect();
        for _ in 0..RuleId::ALL.len() {
            let further = |set: &RuleSet| {
                let by = RuleId::ALL.iter().zip(&explaining).filter(|(rule, _)| set.contains(**rule));
                by.fold(*set, |all, (_, by)| all.union(*by))
            };
            explaining = explaining.iter().map(further).collect();
        }
        for (rule, by) in RuleId::ALL.iter().zip(explaining) {
            assert!(!by.contains(*rule), "{rule}");
        }
    }
}
