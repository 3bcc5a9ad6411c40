//! No fix makes a script worse: alone and together with all others, it causes no error, and the script still does what
//! it did, for every choice and every open fact. Safe fixes need no review, so for these the same is true for every
//! possible failure.

use std::{cell::OnceCell, collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

use ipxe_catalog::{Catalog, Target};
use ipxe_lint::{Applicability, Level, LintOptions, Report, RuleId, RuleSelection, fix_some, lint};
use ipxe_lint_tests::{corpus, oracle};
use ipxe_machine::{
    context::{ContextValue, DhcpAnswer, Interface, NetworkContext},
    simulate::{ContextEnvironment, ExploreLimits, Explorer, MachineState, OutcomeKind},
};
use ipxe_syntax::{Span, parse};
use proptest::{prelude::*, test_runner::RngSeed};

/// The seed of the random scripts, which are the same each time.
const SEED: u64 = 1;

/// The number of scripts of the corpus that are tested, spread over all of it; with `IPXE_LINT_ALL_FIXES` in the
/// environment, all are.
const OF_CORPUS: usize = 60;

/// The scripts of fixtures, recorded cases and the corpus, by name.
fn scripts() -> Vec<(String, Vec<u8>)> {
    let rules = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/ipxe-lint/src/rules");
    let mut all = Vec::new();
    for folder in fs::read_dir(rules).expect("the rules").map(|entry| entry.expect("readable").path()) {
        let Ok(fixtures) = fs::read_dir(folder.join("fixtures")) else { continue };
        for path in fixtures.map(|entry| entry.expect("readable").path()) {
            if path.extension().is_some_and(|extension| extension == "ipxe") {
                all.push((path.display().to_string(), fs::read(&path).expect("readable")));
            }
        }
    }
    all.extend(oracle("cases").into_iter().map(|case| (case.name, case.script)));
    let real = corpus();
    let is_all = std::env::var_os("IPXE_LINT_ALL_FIXES").is_some();
    let step = if is_all { 1 } else { (real.len() / OF_CORPUS).max(1) };
    all.extend(real.into_iter().step_by(step).map(|real| (real.path, real.script)));
    all.sort();
    all
}

/// The possible outcomes of a script on all paths. None if there are too many paths.
fn ends(source: &[u8]) -> Option<BTreeSet<OutcomeKind>> {
    let context = NetworkContext::new();
    let answer = DhcpAnswer::new().option("ip", ContextValue::unknown()).expect("a setting");
    let up = context.clone().interface("net0", Interface::new().dhcp(answer)).expect("a name");
    let machine = MachineState::new(up.settings(&Catalog::new(Target::default())));
    let mut limits = ExploreLimits::default();
    limits.ways = 200;
    limits.steps = 10_000;
    let found = Explorer::new(machine, ContextEnvironment::new(context)).with_limits(limits).explore(source);
    found.cut.is_none().then(|| found.outcomes.iter().map(|found| found.outcome.kind()).collect())
}

fn errors(source: &[u8]) -> Vec<(RuleId, String)> {
    let report = lint(&parse(source), &LintOptions::default());
    let errors = report.diagnostics().iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (finding.rule, finding.message.clone())).collect()
}

/// Rules whose fixes open another path, as they say: a test that always succeeded can fail, or a script continues that
/// ended. The commands there may fail.
const OPEN_WAYS: [RuleId; 3] = [RuleId::BareSettingName, RuleId::LiteralQuotes, RuleId::UnhandledFailure];

/// Whether a script with these possible outcomes starts something.
fn boots(ends: &BTreeSet<OutcomeKind>) -> bool {
    use OutcomeKind::{Booted, BootedSan, EnteredScript, HandedOver};
    [Booted, BootedSan, EnteredScript, HandedOver].iter().any(|kind| ends.contains(kind))
}

/// A script before a fix, with the results that are computed once for all fixes.
struct Before<'a> {
    source: &'a [u8],
    errors: OnceCell<Vec<(RuleId, String)>>,
    ends: OnceCell<Option<BTreeSet<OutcomeKind>>>,
}

/// The differences for the worse.
fn harm(before: &Before<'_>, after: &[u8], rules: &[RuleId]) -> Option<String> {
    let source = before.source;
    if source == after {
        return None;
    }
    let (old, new) = (before.errors.get_or_init(|| errors(source)), errors(after));
    // A file that iPXE rejects as a whole has no other errors. After one mistake is fixed, another one may show.
    if source.starts_with(b"#!ipxe") && new.len() > old.len() {
        let error = new.iter().find(|error| !old.contains(error));
        return Some(format!("new error {error:?}"));
    }
    let is_cured = new.len() < old.len();
    let old = before.ends.get_or_init(|| ends(source)).as_ref()?;
    let new = ends(after)?;
    if boots(old) && !boots(&new) {
        return Some(format!("boots no more: {old:?} became {new:?}"));
    }
    // A script that ended before, or never did, may now reach a failure.
    let fails = |ends: &BTreeSet<OutcomeKind>| ends.contains(&OutcomeKind::Failed);
    let is_stuck = old.contains(&OutcomeKind::Loops);
    let is_told = rules.iter().any(|rule| OPEN_WAYS.contains(rule));
    (fails(&new) && !fails(old) && !is_cured && !is_stuck && !is_told)
        .then(|| format!("fails: {old:?} became {new:?}"))
}

/// The places of the findings with a fix.
fn fixable(source: &[u8]) -> Vec<(RuleId, Span)> {
    let report = lint(&parse(source), &LintOptions::default());
    let fixable = report.diagnostics().iter().filter(|finding| finding.fix.is_some());
    fixable.map(|finding| (finding.rule, finding.span)).collect()
}

/// The differences for the worse after each of the fixes, and after all of them.
fn harms(source: &[u8]) -> Vec<String> {
    let options = LintOptions::default().with_rules(RuleSelection::default());
    let mut harms = Vec::new();
    let fixable = fixable(source);
    if fixable.is_empty() {
        return harms;
    }
    let before = Before { source, errors: OnceCell::new(), ends: OnceCell::new() };
    for (rule, span) in fixable {
        let only = |text: &[u8], report: &mut Report| {
            report.retain(|finding| text == source && finding.rule == rule && finding.span == span);
        };
        let fixed = fix_some(source, &options, Applicability::Unsafe, only).text;
        harms.extend(harm(&before, &fixed, &[rule]).map(|harm| format!("{rule} alone: {harm}")));
    }
    for applicability in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix_some(source, &options, applicability, |_, _| ());
        let rules: Vec<RuleId> = fixed.applied.keys().copied().collect();
        harms.extend(harm(&before, &fixed.text, &rules).map(|harm| format!("all {applicability:?}: {harm}")));
    }
    harms
}

#[test]
fn no_fix_makes_a_script_worse() {
    let mut found = String::new();
    for (name, source) in scripts() {
        for harm in harms(&source) {
            writeln!(found, "{name}: {harm}").expect("a string");
        }
    }
    assert!(found.is_empty(), "{found}");
}

/// Lines with mistakes that have fixes, and lines that the fixes may break.
fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "// a comment",
        "set a=b",
        "set a \"b\"",
        "echo \"text\"",
        "goto :next",
        "goto next:",
        ":next",
        "kernel http://192.0.2.1/vmlinuz initrd=initrd.img quiet \\",
        "kernel http://192.0.2.1/vmlinuz initrd=initrd.img net.ifnames=0 || goto next",
        "kernel \"http://192.0.2.1/vmlinuz\" initrd=initrd.img",
        "initrd http://192.0.2.1/initrd.img",
        "imgargs vmlinuz initrd=initrd.img",
        "boot",
        "boot || goto next",
        "boot|| shell",
        "boot||",
        "chain http://192.0.2.1/menu.ipxe",
        "chain http://192.0.2.1/menu.ipxe ||shell",
        "prompt --timeout 5s Press a key || goto next",
        "iseq \"${a}\" b && goto next ||",
        "iseq ${a} \"b\" && goto next ||",
        "isset \"${a}\" && goto next ||",
        "menu Systems",
        "item one One",
        "choose a && goto ${a} || goto next",
        ":one",
        "sleep 1s",
        "imgfree",
        "exit",
    ]);
    prop::collection::vec(line, 1..10).prop_map(|lines| format!("#!ipxe\n{}\n", lines.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(SEED), ..ProptestConfig::with_cases(256) })]
    #[test]
    fn no_fix_makes_a_random_script_worse(source in lines()) {
        let found = harms(source.as_bytes());
        prop_assert!(found.is_empty(), "{}\n{}", source, found.join("\n"));
    }
}
