//! Suppressions in scripts of other people: the service decides whether they count, not the script.

use ipxe_lint::{Applicability, LintOptions, RuleId, RuleSelector, fix, lint};
use ipxe_syntax::parse;

const SUBMITTED: &[u8] = b"#!ipxe\n# ipxe-lint: ignore-file[all]\n# ipxe-lint: ignore[nothing] ignore me\ngoto nowhere:\n:nowhere\nkernl http://192.0.2.1/linux || shell # ipxe-lint: ignore[IPX201] trust me\n";

/// The rules with findings.
fn found(source: &[u8], options: &LintOptions) -> Vec<RuleId> {
    lint(&parse(source), options).diagnostics().iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_script_cannot_switch_the_validation_off() {
    let report = lint(&parse(SUBMITTED), &LintOptions::default());
    assert!(report.suppressed().is_empty() && report.suppressions().is_empty());
    let plain: Vec<u8> = SUBMITTED.iter().map(|byte| if *byte == b'[' { b'(' } else { *byte }).collect();
    let of_plain = found(&plain, &LintOptions::default());
    assert!(of_plain.contains(&RuleId::UnknownCommand), "{of_plain:?}");
    assert_eq!(found(SUBMITTED, &LintOptions::default()), of_plain);
    let own = LintOptions::default().with_suppressions(true);
    assert!(!found(SUBMITTED, &own).contains(&RuleId::UnknownCommand));
}

#[test]
fn nothing_is_said_of_suppressions_that_mean_nothing() {
    let mut options = LintOptions::default();
    options.rules.select(RuleSelector::All);
    let about = [
        RuleId::MalformedSuppression,
        RuleId::UnknownSuppressedRule,
        RuleId::UnusedSuppression,
        RuleId::SuppressionWithoutReason,
    ];
    let source = b"#!ipxe\n# ipxe-lint: ignore[nothing] ignore me\nshell # ipxe-lint: ignore\n";
    let found_of_them =
        |options: &LintOptions| found(source, options).iter().any(|rule| about.contains(rule));
    assert!(!found_of_them(&options));
    assert!(found_of_them(&options.with_suppressions(true)));
}

#[test]
fn what_a_script_asks_to_be_left_alone_is_fixed() {
    let fixed = fix(SUBMITTED, &LintOptions::default(), Applicability::Unsafe);
    assert!(fixed.applied.contains_key(&RuleId::UnknownCommand), "{:?}", fixed.applied);
    let own = fix(SUBMITTED, &LintOptions::default().with_suppressions(true), Applicability::Unsafe);
    assert!(!own.applied.contains_key(&RuleId::UnknownCommand));
}
