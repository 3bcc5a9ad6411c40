//! The possible values of a URI on all paths.

use std::cell::OnceCell;

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::untyped, text::Text};
use ipxe_syntax::{CommandId, Segment, Word};

use crate::{commands::positional_words, reach::Model};

/// The maximum number of distinguished texts of one URI.
const TEXTS: usize = 256;

/// A text with settings that other scripts may set.
pub(super) type Pattern = Vec<Part>;

/// A piece of such a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// This text.
    Text(Text<'static>),
    /// The value of this setting.
    Setting(Vec<u8>),
}

/// The possible URIs in a script: every value that the script gives a setting anywhere counts.
///
/// At one place, fewer may be possible; but this is precise enough to decide which scripts belong together, and is
/// computed for every script.
pub(super) struct Destinations<'m, 'a, 's> {
    pub(super) cx: &'m Model<'a, 's>,
    /// By name, the values of the settings that only the script sets, if all of them are known.
    values: OnceCell<HashMap<Vec<u8>, Vec<Text<'static>>>>,
}

impl<'m, 'a, 's> Destinations<'m, 'a, 's> {
    pub(super) fn new(cx: &'m Model<'a, 's>) -> Self {
        Self { cx, values: OnceCell::new() }
    }

    /// The possible texts of a word; a single one with unknown pieces if values are missing, or there are too many.
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

    /// A word with settings about which the script says nothing. None if it has no such settings.
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

    /// The values that the script gives settings, apart from their own.
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
                // Without a value, it is not the name of a script.
                Implementation::Clear => {}
                _ => values.push(Text::unknown()),
            }
        }
        all.retain(|_, values| values.len() <= TEXTS && values.iter().all(Text::is_known));
        all
    }

    /// The value of a `set` command.
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
