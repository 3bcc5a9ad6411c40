//! What a URI can be, whatever the way on which control comes to it.

use std::cell::OnceCell;

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::untyped, text::Text};
use ipxe_syntax::{CommandId, Segment, Word};

use crate::{commands::positional_words, reach::Model};

/// As many texts of one URI are told apart.
const TEXTS: usize = 256;

/// A text with settings in it that other scripts may give values.
pub(super) type Pattern = Vec<Part>;

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// This text.
    Text(Text<'static>),
    /// The value of this setting.
    Setting(Vec<u8>),
}

/// What the URIs of a script can be: each of the values counts that a setting in them is given anywhere in the script.
///
/// Where a URI stands, it may be fewer; but which scripts belong together need not be known better, and is asked of every
/// script.
pub(super) struct Destinations<'m, 'a, 's> {
    pub(super) cx: &'m Model<'a, 's>,
    /// By name, the values of the settings that the script alone gives values, all of which are known.
    values: OnceCell<HashMap<Vec<u8>, Vec<Text<'static>>>>,
}

impl<'m, 'a, 's> Destinations<'m, 'a, 's> {
    pub(super) fn new(cx: &'m Model<'a, 's>) -> Self {
        Self { cx, values: OnceCell::new() }
    }

    /// The texts that a word can be: a single one with unknown pieces where values are missing, or are too many.
    pub(super) fn of(&self, word: Word<'a, 's>) -> Vec<Text<'static>> {
        let text = self.cx.constants().resolve(word, self.cx);
        if text.is_known() {
            return vec![text];
        }
        let combined = self.combined(word);
        let says_more = |other: &Text<'_>| other.holes().len() < text.holes().len();
        if combined.iter().all(says_more) { combined } else { vec![text] }
    }

    /// A word with each combination of values.
    fn combined(&self, word: Word<'a, 's>) -> Vec<Text<'static>> {
        let mut texts = vec![Text::default()];
        for segment in word.segments() {
            let parts = match segment {
                Segment::Literal { text, .. } => vec![Text::from(text.to_vec())],
                Segment::Expansion(expansion) => {
                    let name = expansion.inside().as_literal().unwrap_or_default();
                    let values = self.values().get(name).filter(|values| texts.len() * values.len() <= TEXTS);
                    values.cloned().unwrap_or_else(|| vec![self.cx.constants().expand(expansion, self.cx)])
                }
                _ => vec![Text::unknown()],
            };
            texts = parts.iter().flat_map(|part| texts.iter().map(|text| followed_by(text, part))).collect();
        }
        texts
    }

    /// A word that has settings in it of which the script says nothing; none: it has no such settings.
    pub(super) fn pattern(&self, word: Word<'a, 's>) -> Option<Pattern> {
        let written = self.cx.written();
        let part = |segment| match segment {
            Segment::Literal { text, .. } => Part::Text(Text::from(text.to_vec())),
            Segment::Expansion(expansion) => {
                let text = self.cx.constants().expand(expansion, self.cx);
                let name = expansion.inside().as_literal().filter(|name| !written.names().has(name));
                match name.filter(|_| !text.is_known()) {
                    Some(name) => Part::Setting(name.to_vec()),
                    None => Part::Text(text),
                }
            }
            _ => Part::Text(Text::unknown()),
        };
        let pattern: Pattern = word.segments().map(part).collect();
        pattern.iter().any(|part| matches!(part, Part::Setting(_))).then_some(pattern)
    }

    /// The values that the script gives settings, as far as it gives them others.
    pub(super) fn given(&self) -> Vec<(Vec<u8>, Vec<Text<'static>>)> {
        self.values().iter().map(|(name, values)| (name.clone(), values.clone())).collect()
    }

    fn values(&self) -> &HashMap<Vec<u8>, Vec<Text<'static>>> {
        self.values.get_or_init(|| self.find_values())
    }

    fn find_values(&self) -> HashMap<Vec<u8>, Vec<Text<'static>>> {
        let cx = self.cx;
        let entries: Vec<Text<'static>> = cx
            .menus()
            .menus()
            .iter()
            .flat_map(|menu| &menu.items)
            .map(|item| item.name.clone().into_owned())
            .collect();
        let mut all: HashMap<Vec<u8>, Vec<Text<'static>>> = HashMap::default();
        for write in cx.written().writes() {
            let Some(name) = write.name.as_known() else { continue };
            let values = all.entry(untyped(name).to_vec()).or_default();
            match write.implementation {
                Implementation::Choose => values.extend_from_slice(&entries),
                Implementation::Set => values.push(self.value_set(write.command)),
                // Without a value, it names no script.
                Implementation::Clear => {}
                _ => values.push(Text::unknown()),
            }
        }
        all.retain(|_, values| values.len() <= TEXTS && values.iter().all(Text::is_known));
        all
    }

    /// What a `set` gives its setting.
    fn value_set(&self, command: CommandId) -> Text<'static> {
        let cx = self.cx;
        let Some((command, invocation)) = cx.script.command(command).zip(cx.flow.invocation(command)) else {
            return Text::unknown();
        };
        cx.constants().join(positional_words(command, invocation).skip(1), cx)
    }
}

pub(super) fn followed_by(text: &Text<'_>, part: &Text<'_>) -> Text<'static> {
    let mut text = text.clone().into_owned();
    text.push(part);
    text
}
