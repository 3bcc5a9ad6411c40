//! The precision of the errors and warnings on real scripts: a reproducible sample, with a verdict for each finding in
//! it.
//!
//! `corpus/precision.tsv` contains the verdicts. A finding is `right` if the script does what the finding says on a
//! machine, and a competent user would want to know; otherwise it is `wrong`. The sample depends only on the findings,
//! so a changed rule only changes its own rows: new ones have to be judged, and missing ones are removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use ipxe_lint::{Level, RuleId};
use ipxe_lint_tests::{RealScript, corpus};
use ipxe_syntax::LineIndex;

/// The seed of the draw.
const SEED: u64 = 20_261_201;

/// A level, the number of its findings that are drawn, and the percentage of them that must be right.
const STRATA: [(Level, usize, usize); 2] = [(Level::Error, 120, 98), (Level::Warning, 180, 95)];

/// The maximum part of a level's sample for one rule, so that frequent rules do not hide the others.
const MOST_OF_ONE_RULE: usize = 4;

/// The key of a finding at a level: `rule TAB level TAB path TAB line`.
fn key(rule: RuleId, level: Level, path: &str, line: u32) -> String {
    format!("{rule}\t{level}\t{path}\t{line}")
}

/// The findings at a level, by place.
fn findings(scripts: &[RealScript]) -> BTreeMap<Level, Vec<(RuleId, String)>> {
    let mut found: BTreeMap<Level, Vec<_>> = BTreeMap::new();
    for real in scripts {
        let RealScript { path, script } = real;
        let lines = LineIndex::new(script);
        for finding in real.lint().diagnostics() {
            let line = lines.line_of(finding.span.start()) + 1;
            let key = key(finding.rule, finding.level, path, line);
            found.entry(finding.level).or_default().push((finding.rule, key));
        }
    }
    found
}

/// Draws from the findings of a level: the rank of each finding does not depend on the others.
fn draw(mut findings: Vec<(RuleId, String)>, size: usize) -> Vec<String> {
    let lot = |key: &str| {
        let mut hasher = DefaultHasher::new();
        (SEED, key).hash(&mut hasher);
        hasher.finish()
    };
    findings.sort_by_cached_key(|(_, key)| (lot(key), key.clone()));
    findings.dedup();
    let mut of_rule: BTreeMap<RuleId, usize> = BTreeMap::new();
    let mut is_drawn = |rule| {
        let drawn = of_rule.entry(rule).or_default();
        *drawn += 1;
        *drawn <= size / MOST_OF_ONE_RULE
    };
    findings.into_iter().filter(|(rule, _)| is_drawn(*rule)).map(|(_, key)| key).take(size).collect()
}

/// The verdicts by finding: whether it is right, and why.
fn verdicts() -> BTreeMap<&'static str, (bool, &'static str)> {
    let table = include_str!("corpus/precision.tsv");
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |row: &'static str| {
        let (finding, reason) = row.rsplit_once('\t').expect("a reason");
        let (finding, verdict) = finding.rsplit_once('\t').expect("a verdict");
        let is_right = match verdict {
            "right" => true,
            "wrong" => false,
            other => panic!("`{other}` is no verdict"),
        };
        assert!(!reason.is_empty(), "{finding} has no reason");
        (finding, (is_right, reason))
    };
    rows.map(row).collect()
}

#[test]
fn the_sample_is_judged_and_nearly_all_of_it_is_right() {
    let verdicts = verdicts();
    for (level, _, at_least) in STRATA {
        let marked = format!("\t{level}\t");
        let of_level = verdicts.iter().filter(|(finding, _)| finding.contains(&marked));
        let (right, all) = of_level
            .fold((0, 0), |(right, all), (_, (is_right, _))| (right + usize::from(*is_right), all + 1));
        assert!(right * 100 >= all * at_least, "only {right} of {all} findings at level {level} are right");
    }
}

#[test]
fn the_sample_is_the_one_that_was_judged() {
    let scripts = corpus();
    if scripts.is_empty() {
        return;
    }
    let mut found = findings(&scripts);
    let strata =
        STRATA.iter().flat_map(|(level, size, _)| draw(found.remove(level).unwrap_or_default(), *size));
    let sample: BTreeSet<String> = strata.collect();
    let verdicts = verdicts();
    let unjudged: Vec<_> = sample.iter().filter(|finding| !verdicts.contains_key(finding.as_str())).collect();
    let gone: Vec<_> = verdicts.keys().filter(|finding| !sample.contains(**finding)).collect();
    assert!(
        unjudged.is_empty() && gone.is_empty(),
        "to be judged:\n{unjudged:#?}\nno longer in the sample:\n{gone:#?}"
    );
}
