//! The arguments that kernels get, wherever a script writes them, and what reads them.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Implementation, world::BootReader};
use ipxe_language::text::{Piece, Text};
use ipxe_syntax::Word;

use crate::{
    commands::positional_words,
    images::{ImageFacts, command_lines::CommandLine},
};

/// The arguments that stand in the values of settings, by their names.
#[derive(Debug, Default)]
pub struct WrittenArguments<'a, 's> {
    words: HashMap<&'a [u8], Vec<Word<'a, 's>>>,
}

/// What a kernel gets.
#[derive(Clone, Debug, Default)]
pub struct BootArguments<'a, 's> {
    /// The arguments, as far as they are known.
    pub arguments: Vec<BootArgument<'a, 's>>,
    /// Whether there may be others.
    pub is_open: bool,
    /// The texts about the kernel's file in the script.
    pub kernel: Vec<u8>,
}

/// An argument that a kernel may get.
#[derive(Clone, Debug)]
pub struct BootArgument<'a, 's> {
    /// The argument, as far as it is known.
    pub text: Text<'static>,
    /// The word of the command line that it comes from.
    pub word: Word<'a, 's>,
}

/// The name of an argument, which may have a value.
#[must_use]
pub fn name_of(argument: &[u8]) -> &[u8] {
    argument.split(|byte| *byte == b'=').next().unwrap_or_default()
}

/// The name of the argument that a word is, as it is written, if it has one.
#[must_use]
pub fn written_name<'a>(word: Word<'a, '_>) -> Option<&'a [u8]> {
    let name = name_of(word.text());
    (!name.is_empty() && memchr::memmem::find(name, b"${").is_none()).then_some(name)
}

impl<'a, 's> WrittenArguments<'a, 's> {
    pub(crate) fn new(cx: &ImageFacts<'a, 's>) -> Self {
        let mut words: HashMap<&[u8], Vec<_>> = HashMap::default();
        for (command, invocation) in cx.invocations_of(Implementation::Set) {
            for word in positional_words(command, invocation).skip(1) {
                if let Some(name) = written_name(word) {
                    words.entry(name).or_default().push(word);
                }
            }
        }
        Self { words }
    }

    /// The names of all arguments.
    pub fn names(&self) -> impl Iterator<Item = &'a [u8]> {
        self.words.keys().copied()
    }

    /// The word that an argument of a command line comes from, if it comes from a setting and one word is as
    /// it is.
    #[must_use]
    pub fn of(&self, argument: &Text<'_>) -> Option<Word<'a, 's>> {
        let words = self.words.get(name_of(argument.head()))?;
        // More than a script that was written by hand has.
        let mut fitting = words.iter().take(64).filter(|word| {
            let text = word.text();
            let start = memchr::memmem::find(text, b"${").unwrap_or(text.len());
            let end = memchr::memrchr(b'}', text).map_or(0, |end| end + 1);
            let literal = !word.has_expansion() && argument.as_known() == Some(text);
            let (head, tail) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            literal
                || word.has_expansion()
                    && (argument.head().starts_with(head) || head.starts_with(argument.head()))
                    && (argument.tail().ends_with(tail) || tail.ends_with(argument.tail()))
        });
        fitting.next_back().copied()
    }
}

impl<'a, 's> BootArguments<'a, 's> {
    pub(crate) fn of(cx: &ImageFacts<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Self> {
        let mut arguments = Vec::new();
        let mut is_open = false;
        for word in &line.words {
            if let Some(text) = word.as_literal() {
                arguments.push(BootArgument { text: Text::known(text.to_vec()), word: *word });
                continue;
            }
            let mut seen = HashSet::default();
            let texts = cx.analysis().before(line.command.id())?.texts(word.text());
            is_open |=
                texts.is_empty() || texts.iter().any(|text| text.head().is_empty() && !text.is_known());
            for text in texts.iter().flat_map(parts) {
                if seen.insert((text.known_bytes().to_vec(), text.holes().to_vec())) {
                    arguments.push(BootArgument { text, word: *word });
                }
            }
        }
        let location = cx.constants().resolve(line.image, cx);
        let load = cx.images().first_of(&location).map(|load| cx.script.slice(load.place));
        let kernel = [location.known_bytes(), load.unwrap_or_default()].join(&b' ');
        Some(Self { arguments, is_open, kernel })
    }

    /// The readers that the kernel's file shows, or a file that it is configured with.
    #[must_use]
    pub fn readers_of_file(&self) -> Vec<&'static BootReader> {
        let is_configured = |reader: &BootReader| {
            self.arguments.iter().any(|argument| reader.is_configured_by(argument.text.tail()))
        };
        let is_shown = |reader: &&BootReader| reader.is_of_file(&self.kernel) || is_configured(reader);
        BootReader::all().iter().filter(is_shown).collect()
    }

    /// The readers that the arguments show.
    #[must_use]
    pub fn shown_readers(&self) -> Vec<&'static BootReader> {
        let is_shown = |reader: &&BootReader| {
            self.arguments.iter().any(|argument| reader.is_shown_by(argument.text.head()))
        };
        BootReader::all().iter().filter(is_shown).collect()
    }

    /// Whether a reader reads them, as the kernel's file or another argument shows.
    #[must_use]
    pub fn is_read_by(&self, reader: &BootReader) -> bool {
        reader.is_of_file(&self.kernel)
            || self.arguments.iter().any(|argument| reader.is_shown_by(argument.text.head()))
    }
}

impl BootArgument<'_, '_> {
    /// Its name; empty if it is not known.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        let head = self.text.head();
        if self.text.is_known() || head.contains(&b'=') { name_of(head) } else { b"" }
    }
}

/// The value of an argument.
#[must_use]
pub fn value_of(argument: &Text<'_>) -> Option<Text<'static>> {
    let skipped = memchr::memchr(b'=', argument.head())? + 1;
    let mut value = Text::default();
    let mut skip = skipped;
    for piece in argument.pieces() {
        match piece {
            Piece::Known(bytes) => {
                value.push_bytes(bytes.get(std::mem::take(&mut skip)..).unwrap_or_default());
            }
            Piece::Unknown => value.push_unknown(),
        }
    }
    Some(value)
}

/// A text cut at its spaces.
pub(crate) fn parts(text: &Text<'_>) -> Vec<Text<'static>> {
    let mut parts = vec![Text::default()];
    for piece in text.pieces() {
        match piece {
            Piece::Unknown => parts.last_mut().into_iter().for_each(Text::push_unknown),
            Piece::Known(bytes) => {
                for (at, part) in bytes.split(u8::is_ascii_whitespace).enumerate() {
                    if at > 0 {
                        parts.push(Text::default());
                    }
                    parts.last_mut().into_iter().for_each(|last| last.push_bytes(part));
                }
            }
        }
    }
    parts.retain(|part| !part.is_empty().is_yes());
    parts
}
