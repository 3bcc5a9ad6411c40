//! What settings hold wherever they are set.

use std::cell::Cell;

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::{Expansion, Segment, Span, Word};

use crate::{commands::positional_words, settings::SettingFacts};
use ipxe_language::setting_name::untyped;

/// Values longer than this are taken for unknown: settings that double each other grow without end.
const LONGEST: usize = 2048;

/// How many bytes may come out of expansions in all; those beyond are unknown. Far more than any script that was
/// written by hand has, and little enough for those that were not.
const BUDGET: usize = 1 << 22;

/// The values of settings that a script sets in one place only, as far as they are known, and of those that the
/// context gives.
#[derive(Debug)]
pub struct Constants<'a> {
    values: HashMap<&'a [u8], Text<'static>>,
    /// Where these values stand.
    places: HashMap<&'a [u8], Span>,
    /// What is left of [`BUDGET`].
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

    /// A word with what is known in place of its expansions.
    pub fn resolve(&self, word: Word<'a, '_>, cx: &SettingFacts<'a, '_>) -> Text<'static> {
        self.resolve_from(word, 0, cx)
    }

    /// As [`resolve`](Self::resolve), without the bytes before `start`, which lies in the text before any expansion.
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

    /// What is known of the text that an expansion gives.
    pub fn expand(&self, expansion: Expansion<'a, '_>, cx: &SettingFacts<'a, '_>) -> Text<'static> {
        expansion.inside().as_literal().map_or_else(Text::unknown, |name| self.value(name, cx))
    }

    /// Where the only value that the script gives a setting begins.
    pub fn place(&self, expansion: Expansion<'_, '_>) -> Option<Span> {
        self.places.get(expansion.inside().as_literal()?).copied()
    }

    /// Words with what is known in place of their expansions, joined as commands join them.
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
