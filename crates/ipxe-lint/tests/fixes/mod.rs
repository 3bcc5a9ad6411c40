//! Requirements for the fixes of all rules: the result parses, the finding is gone, there is no new error, a second run
//! changes nothing; and a safe fix does not change what the script does, or improves it as a snapshot shows.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

use ipxe_catalog::Catalog;
use ipxe_lint::{Applicability, Level, LintOptions, RuleId, fix};
use ipxe_machine::simulate::{MachineState, Optimistic, RunLimits, Simulator};
use ipxe_syntax::parse;
use proptest::prelude::*;

use crate::support::{lint, options_in};

/// All firing fixtures of all rules: rule, name and text.
fn fixtures() -> Vec<(RuleId, String, Vec<u8>)> {
    let mut all = Vec::new();
    for &rule in RuleId::ALL {
        let folder = rule.meta().name.replace('-', "_");
        let folder =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(folder).join("fixtures");
        let entries = fs::read_dir(folder).expect("every rule has fixtures");
        let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|found| found == "ipxe")) {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if name.starts_with("fires-") {
                all.push((rule, name, fs::read(path).expect("readable")));
            }
        }
    }
    all
}

/// The findings of a level, by rule and message, because positions move.
fn errors(source: &[u8], options: &LintOptions) -> BTreeSet<(RuleId, String)> {
    let report = lint(source, options);
    let errors = report.diagnostics().iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (finding.rule, finding.message.clone())).collect()
}

#[test]
fn fixed_scripts_have_no_new_errors_and_stay_as_they_are() {
    for (rule, name, source) in fixtures() {
        let options = options_in(&source);
        for applicability in [Applicability::Safe, Applicability::Unsafe] {
            let fixed = fix(&source, &options, applicability);
            assert!(fixed.is_complete, "{rule}: {name} does not come to an end");
            assert_eq!(parse(&fixed.text).print(), fixed.text, "{rule}: {name}");
            let is_fixable = |finding: &&ipxe_lint::Diagnostic| {
                finding.fix.as_ref().is_some_and(|fix| fix.applicability >= applicability)
            };
            assert_eq!(fixed.report.diagnostics().iter().find(is_fixable), None, "{rule}: {name}");
            let again = fix(&fixed.text, &options, applicability);
            assert_eq!((again.count(), &again.text), (0, &fixed.text), "{rule}: {name}");
            // A file that iPXE rejects as a whole has no other findings; after the fix, they become visible.
            if source.starts_with(b"#!ipxe") {
                let (before, after) = (errors(&source, &options), errors(&fixed.text, &options));
                let new: Vec<_> = after.difference(&before).collect();
                assert!(
                    new.is_empty(),
                    "{rule}: {name} has new errors {new:?}:\n{}",
                    fixed.text.escape_ascii()
                );
            }
        }
    }
}

/// The commands of a run with their status, and its outcome, in an environment in which everything succeeds.
fn behaviour(source: &[u8], options: &LintOptions) -> (Vec<String>, String) {
    let settings = options.context.settings(&Catalog::new(options.target.clone()));
    let mut limits = RunLimits::default();
    limits.steps = 200;
    let run = Simulator::new(MachineState::new(settings), Optimistic).with_limits(limits).run(source);
    let shown = |step: ipxe_machine::simulate::Step<'_>| {
        let words: Vec<_> = step.words().map(|word| word.escape_ascii().to_string()).collect();
        format!("{} -> {:?}", words.join(" "), step.status())
    };
    let end = format!("{}, {:?}", run.outcome.kind(), run.outcome.status());
    (run.trace.all().map(shown).collect(), end)
}

#[test]
fn safe_fixes_change_what_a_script_does_only_for_the_better() {
    let mut shown = String::new();
    for (rule, name, source) in fixtures() {
        let options = options_in(&source);
        let fixed = fix(&source, &options, Applicability::Safe);
        let (before, after) = (behaviour(&source, &options), behaviour(&fixed.text, &options));
        if before != after {
            let told = |(steps, end): (Vec<String>, String)| format!("{} commands, {end}", steps.len());
            writeln!(shown, "{rule}, {name}\n  before: {}\n  after:  {}", told(before), told(after))
                .expect("a string");
        }
    }
    insta::assert_snapshot!(shown);
}

/// Lines that rules with fixes report, so that many fixes meet.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("#!ipxe"),
        Just("\u{feff}"),
        Just("\n"),
        Just("\r\n"),
        Just(" "),
        Just(" \\\n"),
        Just(" || "),
        Just("goto "),
        Just("retry"),
        Just("retyr"),
        Just(":"),
        Just("set x="),
        Just("${x"),
        Just("${ip}"),
        Just("chain "),
        Just("http:/"),
        Just("http://"),
        Just("192.0.2.1/x"),
        Just("kernle "),
        Just("||"),
        Just("\"a b\" "),
        Just("isset "),
        Just("iseq a b &&"),
        Just("# ipxe-lint: ignore[flow, menus]"),
        Just("choose --timeout 5s x"),
        Just("$(x)"),
        Just("\0"),
        Just("\u{a0}"),
        Just("sleep 08"),
    ];
    proptest::collection::vec(piece.prop_map(|piece| piece.as_bytes().to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

#[test]
fn a_label_that_begins_with_a_look_alike_of_a_blank_is_not_spread() {
    let source = "#!ipxe\nkernle goto \n:\u{a0}retry\n";
    let fixed = fix(source.as_bytes(), &LintOptions::default(), Applicability::Unsafe);
    assert!(fixed.is_complete);
    let again = fix(&fixed.text, &LintOptions::default(), Applicability::Unsafe);
    assert_eq!(again.text, fixed.text);
}

proptest! {
    #[test]
    fn fixing_any_script_ends_and_a_second_run_changes_nothing(
        source in prop_oneof![pieces(), proptest::collection::vec(any::<u8>(), 0..200)],
        with_header in any::<bool>(),
    ) {
        let source = if with_header { [b"#!ipxe\n", source.as_slice()].concat() } else { source };
        let fixed = fix(&source, &LintOptions::default(), Applicability::Unsafe);
        prop_assert!(fixed.is_complete, "{}", source.escape_ascii());
        let again = fix(&fixed.text, &LintOptions::default(), Applicability::Unsafe);
        prop_assert_eq!(again.text, fixed.text);
    }
}
