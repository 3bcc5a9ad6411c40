//! Real scripts from public repositories, if they are available (`../shared/corpus` next to the checkout): no panic,
//! and tables of findings per rule and of outcomes per kind, which show the effect of a change of any rule or of the
//! simulator.

use std::{collections::BTreeMap, fmt::Write as _};

use ipxe_catalog::{Catalog, Target};
use ipxe_lint::RuleId;
use ipxe_lint_tests::{RealScript, corpus};
use ipxe_machine::{
    context::{ContextValue, DhcpAnswer, Interface, NetworkContext},
    simulate::{ContextEnvironment, ExploreLimits, Explorer, MachineState, OutcomeKind},
};
use ipxe_syntax::parse;

#[test]
fn findings_per_rule_are_those_of_the_table() {
    let scripts = corpus();
    if scripts.is_empty() {
        return;
    }
    let mut findings: BTreeMap<RuleId, (usize, usize)> = BTreeMap::new();
    let mut clean = 0;
    for real in &scripts {
        assert_eq!(parse(&real.script).print(), real.script);
        let report = real.lint();
        clean += usize::from(report.is_empty());
        let mut rules: Vec<_> = report.diagnostics().iter().map(|finding| finding.rule).collect();
        for rule in &rules {
            findings.entry(*rule).or_default().0 += 1;
        }
        rules.sort_unstable();
        rules.dedup();
        for rule in rules {
            findings.entry(rule).or_default().1 += 1;
        }
    }
    let mut table = format!("{} scripts, {clean} without findings\n\n", scripts.len());
    writeln!(table, "{:<6} {:<28} {:<8} {:>8} {:>8}", "code", "rule", "level", "findings", "scripts")
        .expect("a string");
    for rule in RuleId::ALL {
        let meta = rule.meta();
        let (count, files) = findings.get(rule).copied().unwrap_or_default();
        writeln!(table, "{} {:<28} {:<8} {count:>8} {files:>8}", meta.code, meta.name, meta.level)
            .expect("a string");
    }
    insta::with_settings!({snapshot_path => "corpus", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("findings", table);
    });
}

#[test]
fn outcomes_per_kind_are_those_of_the_table() {
    let scripts = corpus();
    if scripts.is_empty() {
        return;
    }
    let context = NetworkContext::new();
    let answer = DhcpAnswer::new().option("ip", ContextValue::unknown()).expect("a setting");
    let up = context.clone().interface("net0", Interface::new().dhcp(answer)).expect("a name");
    let machine = MachineState::new(up.settings(&Catalog::new(Target::default())));
    // Fewer paths than in `plan --all`: the findings of most scripts matter here.
    let mut limits = ExploreLimits::default();
    limits.ways = 300;
    let mut explorer = Explorer::new(machine, ContextEnvironment::new(context)).with_limits(limits);
    let mut kinds: BTreeMap<OutcomeKind, (usize, usize)> = BTreeMap::new();
    let (mut cut, mut most) = (0, 0);
    for RealScript { script: source, .. } in &scripts {
        let found = explorer.explore(source);
        cut += usize::from(found.cut.is_some());
        most = most.max(found.steps);
        assert!(found.cut.is_some() || !found.outcomes.is_empty(), "{source:?} ends in no way");
        let mut own: Vec<_> = found.outcomes.iter().map(|found| found.outcome.kind()).collect();
        for kind in &own {
            kinds.entry(*kind).or_default().0 += 1;
        }
        own.sort_unstable();
        own.dedup();
        for kind in &own {
            kinds.entry(*kind).or_default().1 += 1;
        }
    }
    // A bound for the time that a script takes: a few microseconds per step.
    assert!(most <= 120_000, "{most} steps for one script");
    let mut table = format!("{} scripts, {cut} not looked at to the end\n\n", scripts.len());
    writeln!(table, "{:<18} {:>8} {:>8}", "outcome", "outcomes", "scripts").expect("a string");
    for kind in OutcomeKind::ALL {
        let (count, files) = kinds.get(kind).copied().unwrap_or_default();
        writeln!(table, "{:<18} {count:>8} {files:>8}", kind.name()).expect("a string");
    }
    insta::with_settings!({snapshot_path => "corpus", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("outcomes", table);
    });
}
