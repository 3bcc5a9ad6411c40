//! Switching a rule off removes its findings and adds none: no rule depends on the silence of another.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::support::{lint, options_in};
use ipxe_lint::{Diagnostic, LintOptions, RuleId, RuleSelector};
use proptest::prelude::*;

fn findings(source: &[u8], options: &LintOptions) -> Vec<Diagnostic> {
    lint(source, options).into_diagnostics()
}

/// Switches off, one after the other, each rule with findings and a few others, and checks that there are no new
/// findings.
fn check(name: &str, source: &[u8], options: &LintOptions, others: impl IntoIterator<Item = RuleId>) {
    let all = findings(source, options);
    let rules: BTreeSet<RuleId> = all.iter().map(|finding| finding.rule).chain(others).collect();
    for rule in rules {
        let mut selection = options.rules.clone();
        selection.begin_layer();
        selection.ignore(RuleSelector::Rule(rule));
        let left = findings(source, &options.clone().with_rules(selection));
        let expected: Vec<_> = all.iter().filter(|finding| finding.rule != rule).collect();
        let new: Vec<_> = left.iter().filter(|finding| !expected.contains(finding)).collect();
        let source = String::from_utf8_lossy(source);
        assert!(new.is_empty(), "without {rule}, {name} has {new:#?}\n{source}");
        // A suppression is only judged if all rules whose findings it suppresses have run.
        let lost = expected.iter().filter(|finding| finding.rule != RuleId::UnusedSuppression);
        let lost: Vec<_> = lost.filter(|finding| !left.contains(finding)).collect();
        assert!(lost.is_empty(), "without {rule}, {name} lacks {lost:#?}\n{source}");
    }
}

/// All fixtures of all rules: name and text.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = |rule: &RuleId| {
        let name = rule.meta().name.replace('-', "_");
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(name).join("fixtures")
    };
    let entries = RuleId::ALL.iter().map(folder).flat_map(|folder| fs::read_dir(folder).expect("fixtures"));
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    let scripts = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    scripts.map(|path| (path.display().to_string(), fs::read(path).expect("readable"))).collect()
}

#[test]
fn fixtures_have_no_findings_that_wait_for_others() {
    let mut others = RuleId::ALL.iter().copied().cycle();
    for (name, source) in fixtures() {
        // Rules that explain others need not be reported themselves: over all fixtures, each rule is often off.
        check(&name, &source, &options_in(&source), others.by_ref().take(2));
    }
}

/// Lines with one or several mistakes that more than one rule finds.
fn line() -> impl Strategy<Value = String> {
    let command = prop_oneof![
        Just("iseq \"a\" b"),
        Just("iseq a b"),
        Just("iseq platform efi"),
        Just("iseq ${platform} bios"),
        Just("isset ${x}"),
        Just("goto x||y"),
        Just("goto x y"),
        Just("goto x echo no"),
        Just("goto nowhere"),
        Just("dhcp && goto x"),
        Just("dhcp --timeout"),
        Just("dhcp -timeout 5"),
        Just("chain http://192.0.2.1/a b -timeout 3"),
        Just("chain http://192.0.2.1/${a b}"),
        Just("kernel http://192.0.2.1/vmlinuz initrd=x \\\nboot"),
        Just("initrd http://192.0.2.1/x http://192.0.2.1/y"),
        Just("boot"),
        Just("boot quiet"),
        Just("exit 1x"),
        Just("exit"),
        Just("set x \"y\""),
        Just("set x=y"),
        Just("echo ${net0/machyp} ${machyp}"),
        Just("if [ a ]; then"),
        Just("item x ${"),
        Just("kernle http://192.0.2.1/x"),
        Just("sleep 5s"),
        Just("# ipxe-lint: ignore[flow, literal-quotes]"),
        Just(":x"),
        Just(":y echo"),
    ];
    let operator = prop_oneof![Just(" || "), Just(" && "), Just(" ||"), Just("\n"), Just("\n"), Just(" ; ")];
    prop::collection::vec((command, operator), 1..8)
        .prop_map(|parts| parts.into_iter().flat_map(|(command, operator)| [command, operator]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_finding_waits_for_another(
        lines in line(),
        suppressions in any::<bool>(),
        others in prop::collection::vec(prop::sample::select(RuleId::ALL), 0..8),
    ) {
        let mut options = LintOptions::default();
        options.suppressions = suppressions;
        check("a script", format!("#!ipxe\n{lines}\n").as_bytes(), &options, others);
    }
}
