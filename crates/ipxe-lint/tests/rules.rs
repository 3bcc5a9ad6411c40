//! Requirements for the rules as a whole: consistent names, codes and documents, and fixtures in the right place. The
//! requirements for each rule are in `fixtures.rs`.

mod cascades;
mod fixes;
mod selection;
mod support;

use std::{collections::BTreeSet, fs, path::PathBuf};

use ipxe_lint::RuleId;
use support::rule_dir;

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

/// Whether a line of a document belongs to an example: a header, or options.
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
