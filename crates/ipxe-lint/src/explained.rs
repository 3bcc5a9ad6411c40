//! Which of several findings about one mistake is reported.
//!
//! Rules do not know each other: each says what it sees. Where one mistake is seen by several, a [table](TABLE) says which
//! finding explains which: the explained ones are left out, whether or not the rule that explains them is switched on.

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
    /// It is about the same bytes.
    Place,
    /// It is about the same command.
    Command,
    /// It is on the same logical line.
    Line,
    /// It is on the logical line where the cause of the explained one stands.
    LineOfCause,
    /// It points, by one of its labels, at the logical line where the cause of the explained one stands.
    PointsAtCause,
}

/// The findings of rules that iPXE refuses a command's words for.
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

/// Which findings explain which. No finding explains itself, by whatever detour.
const TABLE: &[Explanation] = &[
    // The name is what stands before the `=`.
    Explanation { of: &[RuleId::PathAsSettingName], by: &[RuleId::EqualsInSet], at: Scope::Command },
    // Words that were never meant to be words of this command.
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
    // What is said of the texts themselves says more.
    Explanation {
        of: &[RuleId::ConstantComparison],
        by: &[RuleId::BareSettingName, RuleId::ImpossibleComparison, RuleId::LiteralQuotes],
        at: Scope::Command,
    },
    // What the comparison was to lead to is lost, so that the loop it ends may never come round.
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
    // Where an operator was meant and is none, or stands in the wrong place, a failure was to be handled.
    Explanation {
        of: &[RuleId::UnhandledFailure],
        by: &[RuleId::ShellSyntax, RuleId::GluedOperator, RuleId::MissingOperator, RuleId::UnguardedTest],
        at: Scope::Line,
    },
    // Where the script is says more than where it is not.
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
    // An image without the name that it was to get.
    Explanation { of: &[RuleId::UnloadedInitrd], by: &[RuleId::WrappedInitrd], at: Scope::LineOfCause },
    Explanation { of: &[RuleId::UnguardedTest], by: &[RuleId::GluedOperator], at: Scope::Line },
    // What is cut off by a mistake is not the mistake.
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

/// The rules with all those whose findings may explain theirs.
pub(crate) fn with_explaining(rules: RuleSet) -> RuleSet {
    let mut all = rules;
    for row in TABLE.iter().filter(|row| row.of.iter().any(|rule| rules.contains(*rule))) {
        for rule in row.by {
            all.insert(*rule);
        }
    }
    all
}

/// The findings that no other one explains. Takes time linear in their number but for sorting.
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

/// What is compared: an offset, or the one at which a command or a line begins.
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

    /// The place at which a finding is explained by others.
    fn place_of_explained(self, script: &Script<'_>, finding: &Diagnostic) -> Option<Place> {
        match self {
            Self::Place => Some(finding.span.start()),
            Self::Line => Some(line_start(script, finding.span)),
            Self::Command => Some(command_start(script, finding.span)),
            Self::LineOfCause | Self::PointsAtCause => finding.cause.map(|cause| line_start(script, cause)),
        }
    }
}

/// Where the command begins in which something stands: the last one that begins there or before.
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

/// Where the logical line begins on which something stands.
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
