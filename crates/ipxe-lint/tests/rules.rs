//! What every rule owes: metadata, documentation with examples that are true, fixtures that fire and look-alikes
//! that do not, and fixes that mend.
//!
//! A rule's fixtures are in `src/rules/RULE/fixtures`: `fires-*.ipxe` must have findings of the rule, a snapshot
//! beside it shows them as a terminal does; `quiet-*.ipxe` must have none. A comment `# fixture: KEY=VALUE …` in a
//! fixture or an example sets the options it is linted with.

mod fixes;
mod selection;
mod support;

use std::{collections::BTreeSet, fs, path::PathBuf};

use ipxe_lint::{Applicability, Diagnostic, Fix, FixKind, RuleId, apply};
use support::{Example, examples, lint, options_in, render};

fn rule_dir(rule: RuleId) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(rule.meta().name.replace('-', "_"))
}

/// The rule's fixtures whose names begin like this: name and text, by name.
fn fixtures(rule: RuleId, prefix: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(rule_dir(rule).join("fixtures")).expect("every rule has fixtures");
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    let name = |path: &PathBuf| path.file_stem().expect("readable").to_str().expect("readable").to_owned();
    let scripts = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    let wanted = scripts.filter(|path| name(path).starts_with(prefix));
    wanted.map(|path| (name(path), fs::read(path).expect("readable"))).collect()
}

fn findings(rule: RuleId, source: &[u8]) -> Vec<Diagnostic> {
    let report = lint(source, &options_in(source));
    report.into_diagnostics().into_iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn names_and_codes_are_well_formed_unique_and_in_order() {
    let codes: Vec<_> = RuleId::ALL.iter().map(|rule| rule.meta().code).collect();
    assert!(
        codes.is_sorted_by(|a, b| a < b),
        "codes ascend, so that the registry reads like the documentation: {codes:?}"
    );
    let mut names = BTreeSet::new();
    for rule in RuleId::ALL {
        let meta = rule.meta();
        let digits = meta.code.strip_prefix("IPX").expect("codes begin with IPX");
        assert!(
            digits.len() == 3
                && digits.bytes().all(|digit| digit.is_ascii_digit())
                && !digits.starts_with('0')
        );
        assert!(meta.name.split('-').all(
            |word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        ));
        assert!(names.insert(meta.name), "{} is taken", meta.name);
        assert!(!meta.summary.ends_with('.'), "{}: {}", meta.name, meta.summary);
        assert_eq!(meta.name.parse(), Ok(*rule));
        assert_eq!(meta.code.parse(), Ok(*rule));
    }
}

/// Whether a line of a document is one of an example's: a header, or options.
fn is_code(line: &str) -> bool {
    ["#!", "# fixture: ", "# ipxe-lint: "].iter().any(|start| line.starts_with(start))
}

#[test]
fn every_rule_is_documented_alike() {
    for rule in RuleId::ALL {
        let meta = rule.meta();
        let headings: Vec<_> =
            meta.doc.lines().filter(|line| line.starts_with('#') && !is_code(line)).collect();
        let title = format!("# {}", meta.name);
        let expected =
            [title.as_str(), "## What it does", "## Why is this bad?", "## Example", "## Correction"];
        assert_eq!(headings[..5.min(headings.len())], expected, "{}", meta.name);
        assert!(meta.doc.lines().all(|line| line.chars().count() <= 120), "{}: long lines", meta.name);
    }
}

/// An example with the control characters that its symbols stand for: a document that held them would not be text.
fn spelt_out(example: &str) -> String {
    example.replace('\u{2400}', "\0").replace('\u{240d}', "\r")
}

#[test]
fn the_wrong_examples_fire_and_the_right_ones_do_not() {
    for &rule in RuleId::ALL {
        let examples = examples(rule.meta().doc);
        let wrong = examples.iter().filter(|example| matches!(example, Example::Bad(_))).count();
        assert!(wrong > 0 && wrong < examples.len(), "{rule}: a wrong and a right example");
        for example in &examples {
            match example {
                Example::Bad(text) => {
                    let source = spelt_out(text);
                    assert!(!findings(rule, source.as_bytes()).is_empty(), "{rule} misses\n{text}");
                }
                Example::Good(text) => {
                    let source = spelt_out(text);
                    let report = lint(source.as_bytes(), &options_in(source.as_bytes()));
                    assert!(report.is_empty(), "{rule}: {:?} in\n{text}", report.diagnostics());
                }
            }
        }
    }
}

#[test]
fn fixtures_fire_as_the_snapshots_show() {
    for &rule in RuleId::ALL {
        let fires = fixtures(rule, "fires-");
        assert!(!fires.is_empty(), "{rule} has no fixture that fires");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(rule_dir(rule).join("fixtures"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let _bound = settings.bind_to_scope();
        for (name, source) in fires {
            let found = findings(rule, &source);
            assert!(!found.is_empty(), "{rule}: {name} does not fire");
            insta::assert_snapshot!(name.as_str(), render(&name, &source, &found));
        }
    }
}

#[test]
fn look_alikes_stay_quiet() {
    for &rule in RuleId::ALL {
        let quiet = fixtures(rule, "quiet-");
        assert!(!quiet.is_empty(), "{rule} has no fixture that looks alike");
        for (name, source) in quiet {
            let found = findings(rule, &source);
            assert!(found.is_empty(), "{rule} fires on {name}:\n{}", render(&name, &source, &found));
        }
    }
}

#[test]
fn fixes_mend_what_they_are_for() {
    for &rule in RuleId::ALL {
        let (mut with, mut without) = (0, 0);
        for (name, source) in fixtures(rule, "fires-") {
            let found = findings(rule, &source);
            with += found.iter().filter(|finding| finding.fix.is_some()).count();
            without += found.iter().filter(|finding| finding.fix.is_none()).count();
            assert_converges(rule, &name, source);
        }
        let observed = match (with, without) {
            (0, _) => FixKind::Never,
            (_, 0) => FixKind::Always,
            _ => FixKind::Sometimes,
        };
        assert_eq!(rule.meta().fix, observed, "{rule}: what the fixtures show");
    }
}

/// Applies the rule's fixes until none is left, and holds that each round leaves fewer findings.
fn assert_converges(rule: RuleId, name: &str, mut source: Vec<u8>) {
    for round in 0.. {
        let found = findings(rule, &source);
        let fixable = |finding: &&Diagnostic| {
            finding.fix.as_ref().is_some_and(|fix| fix.applicability > Applicability::DisplayOnly)
        };
        let fixes: Vec<&Fix> =
            found.iter().filter(fixable).filter_map(|finding| finding.fix.as_ref()).collect();
        if fixes.is_empty() {
            return;
        }
        assert!(round < 10, "{rule}: the fixes of {name} do not come to an end");
        let outcome = apply(&source, fixes);
        assert!(outcome.applied > 0, "{rule}: no fix of {name} applies");
        let left = findings(rule, &outcome.text).len();
        assert!(
            left < found.len(),
            "{rule}: the fixes of {name} mend nothing:\n{}",
            outcome.text.escape_ascii()
        );
        source = outcome.text;
    }
}

#[test]
fn fixtures_belong_to_rules() {
    let known: BTreeSet<_> = RuleId::ALL.iter().map(|rule| rule_dir(*rule)).collect();
    let rules = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for entry in fs::read_dir(rules)
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.is_dir())
    {
        assert!(known.contains(&entry), "{} is no registered rule", entry.display());
        for (name, _) in fixtures_of(&entry) {
            assert!(name.starts_with("fires-") || name.starts_with("quiet-"), "{}: {name}", entry.display());
        }
    }
}

fn fixtures_of(dir: &std::path::Path) -> Vec<(String, PathBuf)> {
    let entries =
        fs::read_dir(dir.join("fixtures")).expect("readable").map(|entry| entry.expect("readable").path());
    entries
        .map(|path| (path.file_name().expect("readable").to_str().expect("readable").to_owned(), path))
        .collect()
}
