//! Requirements for each rule: correct examples in its document, fixtures that fire, look-alikes that do not, and fixes
//! that remove the finding. Each is a separate test: `cargo test -p ipxe-lint --test fixtures RULE`.
//!
//! A rule's fixtures are in `src/rules/RULE/fixtures`: `fires-*.ipxe` must have findings of the rule, which a snapshot
//! next to it shows as in a terminal; `quiet-*.ipxe` must have none. A comment `# fixture: KEY=VALUE …` in a fixture or
//! an example sets its options.

mod support;

use std::{collections::BTreeSet, fs, path::PathBuf};

use ipxe_lint::{Applicability, Diagnostic, Fix, FixKind, Located, RuleId, SourceFile, apply};
use libtest_mimic::{Arguments, Trial};
use miette::{GraphicalReportHandler, GraphicalTheme};
use support::{lint, options_in, rule_dir};

fn main() {
    let trials = RuleId::ALL.iter().flat_map(|rule| trials(*rule)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// The tests of a rule.
fn trials(rule: RuleId) -> Vec<Trial> {
    let name = rule.meta().name;
    let trial = |what: &str, test: Box<dyn FnOnce() + Send>| {
        Trial::test(format!("{name}::{what}"), move || {
            test();
            Ok(())
        })
    };
    let mut trials = vec![
        trial("examples", Box::new(move || examples_are_true(rule))),
        trial("fixes", Box::new(move || fixes_are_of_the_kind_that_is_stated(rule))),
    ];
    for (name, source) in fixtures(rule) {
        let what = name.clone();
        trials.push(trial(
            &what,
            if name.starts_with("fires-") {
                Box::new(move || fires(rule, &name, source))
            } else {
                Box::new(move || stays_quiet(rule, &name, &source))
            },
        ));
    }
    trials
}

/// The rule's fixtures: name and text, by name.
fn fixtures(rule: RuleId) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(rule_dir(rule).join("fixtures")).expect("every rule has fixtures");
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    let name = |path: &PathBuf| path.file_stem().expect("readable").to_str().expect("readable").to_owned();
    let scripts = paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ipxe"));
    scripts.map(|path| (name(path), fs::read(path).expect("readable"))).collect()
}

fn findings(rule: RuleId, source: &[u8]) -> Vec<Diagnostic> {
    let report = lint(source, &options_in(source));
    report.into_diagnostics().into_iter().filter(|finding| finding.rule == rule).collect()
}

/// An example with control characters in place of their symbols: a document that contains them would not be text.
fn spelt_out(example: &str) -> String {
    example.replace('\u{2400}', "\0").replace('\u{240d}', "\r")
}

/// The bad examples fire, and no rule reports anything in the good ones.
fn examples_are_true(rule: RuleId) {
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

fn fires(rule: RuleId, name: &str, source: Vec<u8>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(rule_dir(rule).join("fixtures"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let found = findings(rule, &source);
    assert!(!found.is_empty(), "{rule}: {name} does not fire");
    settings.bind(|| insta::assert_snapshot!(name, render(name, &source, &found)));
    assert_converges(rule, name, source);
}

fn stays_quiet(rule: RuleId, name: &str, source: &[u8]) {
    let found = findings(rule, source);
    assert!(found.is_empty(), "{rule} fires on {name}:\n{}", render(name, source, &found));
}

/// There are fixtures of both kinds, and the rule's metadata is correct about fixes.
fn fixes_are_of_the_kind_that_is_stated(rule: RuleId) {
    let (fires, quiet): (Vec<_>, Vec<_>) =
        fixtures(rule).into_iter().partition(|(name, _)| name.starts_with("fires-"));
    assert!(!fires.is_empty(), "{rule} has no fixture that fires");
    assert!(!quiet.is_empty(), "{rule} has no fixture that looks alike");
    let found: Vec<_> = fires.iter().flat_map(|(_, source)| findings(rule, source)).collect();
    let with = found.iter().filter(|finding| finding.fix.is_some()).count();
    let observed = match (with, found.len() - with) {
        (0, _) => FixKind::Never,
        (_, 0) => FixKind::Always,
        _ => FixKind::Sometimes,
    };
    assert_eq!(rule.meta().fix, observed, "{rule}: what the fixtures show");
}

/// Applies the rule's fixes until none is left, and checks that each pass leaves fewer findings.
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

/// The findings as in a terminal.
fn render(name: &str, source: &[u8], findings: &[Diagnostic]) -> String {
    let file = SourceFile::new(name, source);
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(110)
        .with_links(false);
    let mut shown = String::new();
    for finding in findings {
        handler
            .render_report(&mut shown, &Located::new(finding, &file))
            .expect("writing to a string succeeds");
    }
    shown
}

/// An example in a rule's documentation: a fenced block marked `ipxe,bad` or `ipxe,good`.
enum Example<'d> {
    Bad(&'d str),
    Good(&'d str),
}

fn examples(doc: &str) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    let mut rest = doc;
    while let Some((_, fence)) = rest.split_once("\n```ipxe,") {
        let (kind, text) = fence.split_once('\n').expect("a fence has a line of its own");
        // The line end before the closing fence belongs to the example.
        let end = text.find("```").expect("every fence is closed");
        examples.push(match kind {
            "bad" => Example::Bad(&text[..end]),
            "good" => Example::Good(&text[..end]),
            _ => panic!("an example is bad or good, not {kind}"),
        });
        rest = &text[end..];
    }
    examples
}
