//! Mistakes that are seeded in scripts without one of the same kind: how many of them are found, by kind.
//!
//! The scripts are those of the corpus if it is available, and otherwise those of this project. With
//! `IPXE_LINT_MISSED=1`, missed mistakes are printed; if it is a folder, the scripts are written there without and with
//! the mistake. `IPXE_LINT_SEED` sets another seed than the table has, `IPXE_LINT_KINDS` the only kinds that are
//! seeded.

mod kinds;
mod seed;
mod templates;

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use ipxe_lint::{Level, LintOptions, Report, lint};
use ipxe_lint_tests::corpus;
use ipxe_syntax::parse;

use kinds::{KINDS, Kind};
use seed::{Random, on_ground};

/// The seed of the committed table.
const SEED: u64 = 1;
/// The number of seeded mistakes of each kind.
const SEEDED: usize = 60;
/// The number of scripts that are tried per mistake.
const TRIES: usize = 400;
/// The maximum length of a script in bytes: there are enough shorter ones.
const LONGEST: usize = 40_000;

/// The results for the mistakes of a kind.
#[derive(Debug, Default)]
struct Score {
    seeded: usize,
    found: usize,
}

/// The errors and warnings, by rule and message.
fn serious(report: &Report) -> BTreeMap<(String, String), usize> {
    let mut found = BTreeMap::new();
    for finding in report.diagnostics().iter().filter(|finding| finding.level != Level::Advice) {
        *found.entry((finding.rule.to_string(), finding.message.clone())).or_default() += 1;
    }
    found
}

fn lint_source(source: &[u8]) -> BTreeMap<(String, String), usize> {
    serious(&lint(&parse(source), &LintOptions::default()))
}

/// Whether there is an error or warning that did not exist before.
fn is_found(before: &BTreeMap<(String, String), usize>, after: &BTreeMap<(String, String), usize>) -> bool {
    after.iter().any(|(finding, count)| before.get(finding).is_none_or(|known| known < count))
}

fn score(kind: &Kind, scripts: &[Vec<u8>], random: &mut Random, wanted: usize) -> Score {
    let mut score = Score::default();
    for _ in 0..wanted * TRIES {
        if score.seeded == wanted {
            break;
        }
        let Some(source) = scripts.get(random.below(scripts.len())) else { break };
        let Some(edit) = on_ground(source, |ground| (kind.seed)(ground, random)) else { continue };
        let mutant = edit.apply(source);
        if mutant == *source {
            continue;
        }
        score.seeded += 1;
        if is_found(&lint_source(source), &lint_source(&mutant)) {
            score.found += 1;
        } else if let Some(folder) = env::var_os("IPXE_LINT_MISSED") {
            print_missed(kind, source, &edit);
            let name = format!("{}-{}", kind.name, score.seeded);
            write_missed(Path::new(&folder), &name, source, &mutant);
        }
    }
    score
}

fn print_missed(kind: &Kind, source: &[u8], edit: &seed::Edit) {
    let start = source[..edit.range.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = |text: &[u8]| {
        String::from_utf8_lossy(
            text.get(start..).unwrap_or_default().split(|byte| *byte == b'\n').next().unwrap_or_default(),
        )
        .into_owned()
    };
    let (before, after) = (line(source), line(&edit.apply(source)));
    writeln!(io::stderr(), "{}\n  - {before}\n  + {after}", kind.name).expect("standard error is open");
}

/// Writes the scripts without and with a mistake, if the folder is one.
fn write_missed(folder: &Path, name: &str, source: &[u8], mutant: &[u8]) {
    if folder.is_dir() {
        fs::write(folder.join(format!("{name}.before.ipxe")), source).expect("writable");
        fs::write(folder.join(format!("{name}.ipxe")), mutant).expect("writable");
    }
}

/// The correct scripts of this project: look-alikes of mistakes, and corrected mistakes.
fn own_scripts() -> Vec<Vec<u8>> {
    let rules = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/ipxe-lint/src/rules");
    let walk = ignore::WalkBuilder::new(rules).sort_by_file_path(Ord::cmp).build();
    let paths = walk.map(|entry| entry.expect("readable").into_path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("quiet-") && name.ends_with(".ipxe")
    });
    paths.map(|path| fs::read(path).expect("readable")).collect()
}

fn table(scripts: &[Vec<u8>], seed: u64, wanted: usize) -> (String, Vec<(&'static str, Score)>) {
    let mut scores = Vec::new();
    for kind in KINDS.iter().filter(|kind| is_asked_for(kind)) {
        let mut random = Random::for_kind(seed, kind.name);
        scores.push((kind.name, score(kind, scripts, &mut random, wanted)));
    }
    let (seeded, found) = sums(&scores);
    let mut table = format!("{:<28} {:>7} {:>7}\n", "kind", "seeded", "found");
    for (name, score) in &scores {
        writeln!(table, "{name:<28} {:>7} {:>7}", score.seeded, score.found).expect("a string");
    }
    writeln!(table, "{:<28} {seeded:>7} {found:>7}", "all").expect("a string");
    (table, scores)
}

/// Whether mistakes of this kind are seeded: all are by default.
fn is_asked_for(kind: &Kind) -> bool {
    env::var("IPXE_LINT_KINDS").map_or(true, |kinds| kinds.split(',').any(|name| name == kind.name))
}

/// The numbers of all mistakes, and of those that are found.
fn sums(scores: &[(&str, Score)]) -> (usize, usize) {
    scores.iter().fold((0, 0), |(seeded, found), (_, score)| (seeded + score.seeded, found + score.found))
}

/// The seed of the table, unless another one is requested.
fn seed() -> u64 {
    env::var("IPXE_LINT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED)
}

#[test]
fn seeded_mistakes_are_found() {
    let scripts: Vec<_> =
        corpus().into_iter().map(|real| real.script).filter(|script| script.len() < LONGEST).collect();
    if scripts.is_empty() {
        return;
    }
    let (table, scores) = table(&scripts, seed(), SEEDED);
    if env::var_os("IPXE_LINT_MISSED").is_some() {
        writeln!(io::stderr(), "{table}").expect("standard error is open");
    }
    if seed() == SEED && KINDS.iter().all(is_asked_for) {
        insta::with_settings!({snapshot_path => "../corpus", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!("mutations", table);
        });
    }
    let (seeded, found) = sums(&scores);
    assert!(found * 100 >= seeded * 97, "{found} of {seeded}");
}

#[test]
fn mistakes_seeded_in_own_scripts_are_found() {
    let (_, scores) = table(&own_scripts(), seed(), SEEDED / 4);
    let (seeded, found) = scores
        .iter()
        .fold((0, 0), |(seeded, found), (_, score)| (seeded + score.seeded, found + score.found));
    assert!(found * 100 >= seeded * 85, "{found} of {seeded}");
}
