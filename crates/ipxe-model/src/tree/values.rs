//! Values that scripts pass to each other, if URIs contain them.

use std::collections::BTreeSet;

use foldhash::HashMap;
use ipxe_language::text::Text;

use super::{
    Outline,
    destinations::{Part, followed_by},
    files::Files,
    settings::reversed,
};

/// The maximum number of distinguished values of a setting in all scripts together, and of texts of a URI.
const VALUES: usize = 64;

/// How often values may lead to scripts that lead to more values.
const ROUNDS: usize = 4;

/// The possible values of settings in each script, by the settings' numbers.
type Found = Vec<BTreeSet<(usize, usize)>>;

/// Adds the starts that are only known with values from other scripts.
pub(super) fn follow(outlines: &[Outline], files: &Files, starts: &mut [Vec<usize>]) {
    if outlines.iter().all(|outline| outline.computed.is_empty()) {
        return;
    }
    for _ in 0..ROUNDS {
        let values = Values::new(outlines, starts);
        let mut is_new = false;
        for (at, outline) in outlines.iter().enumerate() {
            let texts = outline.computed.iter().flat_map(|pattern| values.texts(at, pattern));
            let mut all = files.started(at, &texts.collect::<Vec<_>>());
            all.extend_from_slice(&starts[at]);
            all.sort_unstable();
            all.dedup();
            is_new |= all.len() > starts[at].len();
            starts[at] = all;
        }
        if !is_new {
            return;
        }
    }
}

struct Values<'o> {
    numbers: HashMap<&'o [u8], usize>,
    texts: Vec<&'o Text<'static>>,
    found: Found,
}

impl<'o> Values<'o> {
    fn new(outlines: &'o [Outline], starts: &[Vec<usize>]) -> Self {
        let mut numbers: HashMap<&[u8], usize> = HashMap::default();
        for part in outlines.iter().flat_map(|outline| outline.computed.iter().flatten()) {
            if let Part::Setting(name) = part {
                let next = numbers.len();
                numbers.entry(name).or_insert(next);
            }
        }
        let mut texts: Vec<&Text<'static>> = Vec::new();
        let mut known: HashMap<(usize, &Text<'_>), usize> = HashMap::default();
        let mut counts = vec![0; numbers.len()];
        let mut found: Found = vec![BTreeSet::new(); outlines.len()];
        for (outline, found) in outlines.iter().zip(&mut found) {
            for (name, values) in &outline.gives {
                let Some(&setting) = numbers.get(name.as_slice()) else { continue };
                for value in values {
                    let number = *known.entry((setting, value)).or_insert_with(|| {
                        counts[setting] += 1;
                        texts.push(value);
                        texts.len() - 1
                    });
                    if counts[setting] <= VALUES {
                        found.insert((setting, number));
                    }
                }
            }
        }
        // The settings that a script has set when it returns, and then those that its started scripts see.
        spread(&mut found, &reversed(starts));
        spread(&mut found, starts);
        Self { numbers, texts, found }
    }

    /// The texts of a script's pattern without unknown pieces.
    fn texts(&self, at: usize, pattern: &[Part]) -> Vec<Text<'static>> {
        let mut texts = vec![Text::default()];
        for part in pattern {
            let parts: Vec<&Text<'_>> = match part {
                Part::Text(text) => vec![text],
                Part::Setting(name) => self.of(at, name),
            };
            if parts.is_empty() || texts.len() * parts.len() > VALUES {
                return Vec::new();
            }
            texts = parts.iter().flat_map(|part| texts.iter().map(|text| followed_by(text, part))).collect();
        }
        texts
    }

    fn of(&self, at: usize, name: &[u8]) -> Vec<&'o Text<'static>> {
        let Some(&setting) = self.numbers.get(name) else { return Vec::new() };
        self.found[at].range((setting, 0)..(setting + 1, 0)).map(|(_, number)| self.texts[*number]).collect()
    }
}

/// Propagates the values of each script to those that it leads to.
fn spread(found: &mut Found, leads_to: &[Vec<usize>]) {
    let mut open: Vec<usize> = (0..found.len()).filter(|at| !found[*at].is_empty()).collect();
    while let Some(from) = open.pop() {
        let values = found[from].clone();
        for &to in &leads_to[from] {
            let before = found[to].len();
            found[to].extend(values.iter().copied());
            if found[to].len() > before {
                open.push(to);
            }
        }
    }
}
