//! How settings propagate from one script to another.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use foldhash::HashMap;

use super::{Outline, outline::HiddenSources};
use crate::commands::name_set::Questions;
use crate::given::Surroundings;

/// The number of settings per pass, which bounds the memory.
const BLOCK: usize = 64 * WORDS;
const WORDS: usize = 16;

/// A set of the settings of one pass.
type Names = [u64; WORDS];

/// The settings that each script lacks and gets from those that start it and those that it starts.
pub(super) fn provided(
    outlines: &[Outline],
    starts: &[Vec<usize>],
    paths: &[PathBuf],
    led: &[bool],
) -> Vec<Surroundings> {
    let folders: Vec<Option<&Path>> = paths.iter().map(|path| path.parent()).collect();
    let mut numbers: HashMap<&[u8], usize> = HashMap::default();
    let mut missed: Vec<&[u8]> = Vec::new();
    for name in outlines.iter().flat_map(|outline| &outline.misses) {
        numbers.entry(name).or_insert_with(|| {
            missed.push(name);
            missed.len() - 1
        });
    }
    let started_by = reversed(starts);
    let mut provided = vec![BTreeSet::new(); outlines.len()];
    for (block, names) in missed.chunks(BLOCK).enumerate() {
        let first = block * BLOCK;
        let mut known = set_by_each(outlines, names);
        // The settings that a script has set when it returns, including those of the scripts that it started.
        spread(&mut known, &started_by);
        spread(&mut known, starts);
        for ((outline, known), provided) in outlines.iter().zip(&known).zip(&mut provided) {
            let here = outline.misses.iter().filter(|name| {
                let number = numbers.get(name.as_slice()).and_then(|number| number.checked_sub(first));
                number.is_some_and(|number| contains(known, number))
            });
            provided.extend(here.cloned());
        }
    }
    let openers = openers(outlines, starts, led).into_iter().zip(outlines);
    let all = provided.into_iter().zip(beside(outlines, &folders)).zip(openers);
    all.map(|((sets, beside), (opener, outline))| {
        let beside = beside.into_iter().find(|name| !sets.contains(name));
        let opener =
            opener.filter(|_| outline.misses_settings()).and_then(|opener| paths.get(opener)).cloned();
        Surroundings::new(sets, beside, opener)
    })
    .collect()
}

/// For each script, one that leads to it and gets settings from unknown sources: it has unknown callers, or reads
/// files.
fn openers(outlines: &[Outline], starts: &[Vec<usize>], led: &[bool]) -> Vec<Option<usize>> {
    let mut openers = vec![None; outlines.len()];
    let is_open = |at: &usize| match outlines[*at].sources {
        HiddenSources::None => false,
        HiddenSources::Callers => !led.get(*at).copied().unwrap_or_default(),
        HiddenSources::Files => true,
    };
    let mut open: Vec<(usize, usize)> = (0..outlines.len()).filter(is_open).map(|at| (at, at)).collect();
    while let Some((from, opener)) = open.pop() {
        for &to in starts.get(from).into_iter().flatten() {
            if openers[to].is_none() {
                openers[to] = Some(opener);
                open.push((to, opener));
            }
        }
    }
    openers
}

/// The settings that each script lacks and another one in its folder sets.
fn beside(outlines: &[Outline], folders: &[Option<&Path>]) -> Vec<Vec<Vec<u8>>> {
    let mut members: BTreeMap<Option<&Path>, Vec<usize>> = BTreeMap::new();
    for (at, folder) in folders.iter().enumerate() {
        members.entry(*folder).or_default().push(at);
    }
    let mut beside = vec![Vec::new(); outlines.len()];
    for members in members.values().filter(|members| members.len() > 1) {
        let missed_by = missed_by(outlines, members);
        let names: Vec<&[u8]> = missed_by.keys().copied().collect();
        for names in names.chunks(BLOCK) {
            let set = set_by_any(outlines, members, names);
            for (_, name) in names.iter().enumerate().filter(|(number, _)| contains(&set, *number)) {
                for at in missed_by.get(name).into_iter().flatten() {
                    beside[*at].push(name.to_vec());
                }
            }
        }
    }
    beside
}

fn missed_by<'o>(outlines: &'o [Outline], members: &[usize]) -> BTreeMap<&'o [u8], Vec<usize>> {
    let mut missed_by: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for &at in members {
        for name in &outlines[at].misses {
            missed_by.entry(name).or_default().push(at);
        }
    }
    missed_by
}

/// The names that some script sets by a known name.
fn set_by_any(outlines: &[Outline], members: &[usize], names: &[&[u8]]) -> Names {
    let questions = Questions::new(names);
    let mut set = [0; WORDS];
    for sets in members.iter().map(|at| &outlines[*at].sets).filter(|sets| !sets.is_open()) {
        questions.answers(sets, &mut |number| insert(&mut set, number));
    }
    set
}

/// The names that each script sets itself.
fn set_by_each(outlines: &[Outline], names: &[&[u8]]) -> Vec<Names> {
    let questions = Questions::new(names);
    let sets = |outline: &Outline| {
        let mut set = [0; WORDS];
        questions.answers(&outline.sets, &mut |number| insert(&mut set, number));
        set
    };
    outlines.iter().map(sets).collect()
}

/// Propagates the settings of each script to those that it leads to, also around cycles.
fn spread(known: &mut [Names], leads_to: &[Vec<usize>]) {
    let mut open: Vec<usize> = (0..known.len()).rev().collect();
    let mut is_open = vec![true; known.len()];
    while let Some(from) = open.pop() {
        let Some(settings) = known.get(from).copied() else { continue };
        is_open[from] = false;
        for &to in leads_to.get(from).into_iter().flatten() {
            if add(&mut known[to], &settings) && !std::mem::replace(&mut is_open[to], true) {
                open.push(to);
            }
        }
    }
}

pub(super) fn reversed(starts: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut reversed = vec![Vec::new(); starts.len()];
    for (from, started) in starts.iter().enumerate() {
        for &to in started {
            reversed[to].push(from);
        }
    }
    reversed
}

fn contains(settings: &Names, number: usize) -> bool {
    settings.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

fn insert(settings: &mut Names, number: usize) {
    if let Some(word) = settings.get_mut(number / 64) {
        *word |= 1 << (number % 64);
    }
}

/// Adds settings. Returns whether one of them is new.
fn add(settings: &mut Names, more: &Names) -> bool {
    let mut is_new = false;
    for (word, more) in settings.iter_mut().zip(more) {
        is_new |= *more & !*word != 0;
        *word |= more;
    }
    is_new
}
