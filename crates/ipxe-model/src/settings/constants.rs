//! Settings with the same value everywhere.

use std::cell::Cell;

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::{Expansion, Segment, Span, Word};

use crate::{commands::positional_words, settings::SettingFacts};
use ipxe_language::setting_name::untyped;

/// The maximum length of a value, in bytes; longer ones are unknown. Settings that double each other grow without
/// bound.
const LONGEST: usize = 2048;

/// The maximum total number of bytes from expansions; beyond it they are unknown. Any script that people write needs
/// far less.
const BUDGET: usize = 1 << 22;

/// The values of settings that a script sets only once, as far as they are known, and of those in the context.
#[derive(Debug)]
pub struct Constants<'a> {
    values: HashMap<&'a [u8], Text<'static>>,
    /// The spans of these values.
    places: HashMap<&'a [u8], Span>,
    /// The rest of [`BUDGET`].
    budget: Cell<usize>,
}

impl<'a> Constants<'a> {
    pub(crate) fn new(cx: &SettingFacts<'a, '_>) -> Self {
        let mut writes: HashMap<Vec<u8>, usize> = HashMap::default();
        for write in cx.written().writes() {
            if let Some(name) = write.name.as_known() {
                *writes.entry(untyped(name).to_vec()).or_default() += 1;
            }
        }
        let mut constants =
            Self { values: HashMap::default(), places: HashMap::default(), budget: Cell::new(BUDGET) };
        for (command, invocation) in cx.invocations_of(Implementation::Set) {
            let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
            let SettingName { scope, name, setting_type } = SettingName::parse(name);
            let is_text = matches!(setting_type, None | Some(b"string"));
            if scope.is_empty() && is_text && writes.get(name) == Some(&1) {
                let value = constants.join(positional_words(command, invocation).skip(1), cx);
                if value.known_bytes().len() <= LONGEST {
                    constants.values.insert(name, value);
                    if let Some(first) = positional_words(command, invocation).nth(1) {
                        constants.places.insert(name, first.span());
                    }
                }
            }
        }
        constants
    }

    /// A word with its expansions replaced by their values, where these are known.
    pub fn resolve(&self, word: Word<'a, '_>, cx: &SettingFacts<'a, '_>) -> Text<'static> {
        self.resolve_from(word, 0, cx)
    }

    /// As [`resolve`](Self::resolve), without the bytes before `start`, a byte offset before any expansion.
    pub fn resolve_from(&self, word: Word<'a, '_>, start: usize, cx: &SettingFacts<'a, '_>) -> Text<'static> {
        let mut text = Text::default();
        let mut skipped = start;
        for segment in word.segments() {
            match segment {
                Segment::Literal { text: literal, .. } => {
                    text.push_bytes(literal.get(std::mem::take(&mut skipped)..).unwrap_or_default());
                }
                Segment::Unterminated(_) => text.push_bytes(b"${"),
                Segment::Expansion(expansion) => text.push(&self.expand(expansion, cx)),
                _ => text.push_unknown(),
            }
        }
        text
    }

    /// The text of an expansion, as far as it is known.
    pub fn expand(&self, expansion: Expansion<'a, '_>, cx: &SettingFacts<'a, '_>) -> Text<'static> {
        expansion.inside().as_literal().map_or_else(Text::unknown, |name| self.value(name, cx))
    }

    /// The span of the only value that the script gives a setting. None if there is no single one.
    pub fn place(&self, expansion: Expansion<'_, '_>) -> Option<Span> {
        self.places.get(expansion.inside().as_literal()?).copied()
    }

    /// Words with their expansions replaced by their values, joined as commands join them.
    pub fn join<'s>(
        &self,
        words: impl Iterator<Item = Word<'a, 's>>,
        cx: &SettingFacts<'a, 's>,
    ) -> Text<'static> {
        let words: Vec<_> = words.map(|word| self.resolve(word, cx)).collect();
        Text::join(&words)
    }

    fn value(&self, name: &[u8], cx: &SettingFacts<'a, '_>) -> Text<'static> {
        if let Some(value) = self.values.get(name) {
            return self.spend(value);
        }
        let written = cx.written().names().has(name);
        let provided = if written { None } else { cx.known().value(name) };
        provided.unwrap_or_else(Text::unknown)
    }

    fn spend(&self, value: &Text<'static>) -> Text<'static> {
        let left = self.budget.get().saturating_sub(value.known_bytes().len() + 1);
        self.budget.set(left);
        if left == 0 { Text::unknown() } else { value.clone() }
    }
}
