//! A grammar of scripts, from which random texts are generated.

use std::collections::BTreeMap;

/// The grammar.
const TEXT: &str = include_str!("grammar.txt");

/// The maximum depth of nested symbols; below it, an alternative without symbols is chosen.
const DEPTH: u32 = 12;

/// Pseudo-random numbers, which are the same for a seed.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// True with a probability of one in `times`.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// The alternatives of each symbol.
#[derive(Debug)]
pub(super) struct Grammar(BTreeMap<&'static str, Vec<&'static str>>);

impl Grammar {
    /// The only one.
    pub(super) fn read() -> Self {
        let mut symbols: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut current = None;
        let mut lines = TEXT.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))
                && name.len() > 2
            {
                current = Some(name);
                continue;
            }
            let Some(name) = current else { continue };
            // A blank line before the next symbol, or before a comment, is not an alternative.
            if line.is_empty()
                && lines.peek().is_none_or(|next| next.starts_with('[') || next.starts_with("# "))
            {
                current = None;
                continue;
            }
            let weighted =
                line.split_once(':').and_then(|(times, text)| Some((times.parse::<usize>().ok()?, text)));
            let (times, text) = weighted.filter(|(times, _)| *times < 20).unwrap_or((1, line));
            let text = if times == 1 { text } else { text.trim_start() };
            symbols.entry(name).or_default().extend(std::iter::repeat_n(text, times));
        }
        Self(symbols)
    }

    /// Whether the symbol exists.
    pub(super) fn has(&self, symbol: &str) -> bool {
        self.0.contains_key(symbol)
    }

    /// One of the alternatives of a symbol, which contains symbols.
    pub(super) fn pick(&self, symbol: &str, depth: u32, dice: &mut Dice) -> &'static str {
        let all = self.0.get(symbol).map_or(&[][..], Vec::as_slice);
        if depth > DEPTH {
            return all.iter().find(|text| !text.contains('<')).copied().unwrap_or("x");
        }
        dice.pick(all).copied().unwrap_or_default()
    }
}
