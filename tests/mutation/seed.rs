//! Seeding: chooses a random place, and edits a script there.

use std::ops::Range;

use ipxe_catalog::{Catalog, Implementation, Target};
use ipxe_language::{invocation::Invocation, words::Words};
use ipxe_model::graph::Flow;
use ipxe_syntax::{Command, Expansion, Script, Span, Word};

/// Pseudo-random numbers: `SplitMix64`. The same seed gives the same numbers.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers for a kind of mistake, which do not depend on the other kinds.
    pub(crate) fn for_kind(seed: u64, name: &str) -> Self {
        let mixed =
            name.bytes().fold(seed, |sum, byte| sum.wrapping_mul(1_000_003).wrapping_add(u64::from(byte)));
        Self(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below the limit; zero if the limit is zero.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// One of some things.
    pub(crate) fn pick<T>(&mut self, all: impl IntoIterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = all.into_iter().collect();
        let at = self.below(all.len());
        (at < all.len()).then(|| all.swap_remove(at))
    }
}

/// A part of a script that is replaced by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) text: Vec<u8>,
}

impl Edit {
    pub(crate) fn new(span: Span, text: impl Into<Vec<u8>>) -> Self {
        let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        Self { range: at(span.start())..at(span.end()), text: text.into() }
    }

    /// The script with the part replaced.
    pub(crate) fn apply(&self, source: &[u8]) -> Vec<u8> {
        [&source[..self.range.start], &self.text, &source[self.range.end..]].concat()
    }
}

/// A script in which a mistake is seeded, with the facts about it.
pub(crate) struct Ground<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) flow: &'a Flow<'a>,
}

/// Collects the facts about a script.
pub(crate) fn on_ground<T>(source: &[u8], look: impl FnOnce(&Ground<'_, '_>) -> T) -> T {
    on_ground_of(&ipxe_syntax::parse(source), look)
}

/// The same, for a parsed script.
pub(crate) fn on_ground_of<T>(script: &Script<'_>, look: impl FnOnce(&Ground<'_, '_>) -> T) -> T {
    let catalog = Catalog::new(Target::default());
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    look(&Ground { script, flow: &flow })
}

impl<'a, 's> Ground<'a, 's> {
    /// The commands that can run and whose usage is valid.
    pub(crate) fn commands(
        &self,
    ) -> impl Iterator<Item = (Command<'a, 's>, &'a Invocation<'a>)> + use<'a, 's> {
        let flow = self.flow;
        self.script.commands().filter(move |command| flow.is_reachable(command.id())).filter_map(
            move |command| {
                let invocation = flow.invocation(command.id())?;
                let is_right = invocation.form().is_some() && invocation.argument_error().is_none();
                is_right.then_some((command, invocation))
            },
        )
    }

    /// Those of some implementations.
    pub(crate) fn of(&self, wanted: &[Implementation]) -> Vec<Command<'a, 's>> {
        let is_wanted = |invocation: &Invocation<'_>| {
            invocation.form().is_some_and(|form| wanted.contains(&form.implementation))
        };
        self.commands().filter(|(_, invocation)| is_wanted(invocation)).map(|(command, _)| command).collect()
    }

    /// Those that are written with one of some names.
    pub(crate) fn named(&self, names: &[&str]) -> Vec<Command<'a, 's>> {
        let is_wanted = |command: &Command<'_, '_>| {
            command.name().is_some_and(|name| names.iter().any(|wanted| wanted.as_bytes() == name.text()))
        };
        self.commands().map(|(command, _)| command).filter(is_wanted).collect()
    }

    /// The words after the options.
    pub(crate) fn positional(&self, command: Command<'a, 's>) -> Vec<Word<'a, 's>> {
        let first = self.flow.invocation(command.id()).and_then(|invocation| invocation.arguments());
        let first = first.map_or(usize::MAX, |arguments| arguments.first_positional);
        command.arguments().skip(first).collect()
    }

    /// The long options.
    pub(crate) fn options(&self) -> Vec<Word<'a, 's>> {
        let options = self.commands().flat_map(|(command, invocation)| {
            let behind = invocation.arguments().map_or(0, |arguments| arguments.first_positional);
            command.arguments().take(behind).collect::<Vec<_>>()
        });
        options.filter(|word| word.text().len() > 3 && word.text().starts_with(b"--")).collect()
    }

    /// The expansions of commands that can run and that do more than print.
    pub(crate) fn expansions(&self) -> Vec<Expansion<'a, 's>> {
        let told = [Implementation::Echo, Implementation::Prompt, Implementation::Item, Implementation::Menu];
        let counts = |invocation: &Invocation<'_>| {
            invocation.form().is_some_and(|form| !told.contains(&form.implementation))
        };
        self.commands()
            .filter(|(_, invocation)| counts(invocation))
            .flat_map(|(command, _)| command.expansions().collect::<Vec<_>>())
            .collect()
    }

    /// The names of the settings that commands of the script set.
    pub(crate) fn own_settings(&self) -> Vec<&'a [u8]> {
        let writing = [Implementation::Set, Implementation::Choose, Implementation::Read];
        let names =
            self.of(&writing).into_iter().filter_map(|command| self.positional(command).first().copied());
        names
            .filter_map(Word::as_literal)
            .filter(|name| !name.contains(&b'/') && !name.contains(&b':'))
            .collect()
    }
}

/// The line of a command, with its end, if there is nothing else on it.
pub(crate) fn whole_line(command: Command<'_, '_>) -> Option<Span> {
    let line = command.line();
    let is_alone = line.label().is_none() && line.commands().filter(|other| !other.is_empty()).count() == 1;
    is_alone.then(|| line.full_span())
}

/// A name without one of its inner letters, or with two of them swapped.
pub(crate) fn misspelt(name: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut name = name.to_vec();
    if name.len() < 4 || !name.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let at = 1 + random.below(name.len() - 2);
    if random.below(2) == 0 || name.get(at) == name.get(at + 1) {
        name.remove(at);
    } else {
        name.swap(at, at + 1);
    }
    Some(name)
}
