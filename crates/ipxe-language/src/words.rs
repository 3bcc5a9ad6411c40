//! The words of a script as texts, before anything is executed.

use ipxe_syntax::{Command, Expansion, Script, Segment, Word, hole_length};

use crate::text::Text;

/// The words of a script as texts, with each expansion as an unknown piece: the facts before execution.
///
/// ```
/// use ipxe_language::words::Words;
///
/// let script = ipxe_syntax::parse(b"#!ipxe\nchain http://${next-server}/menu.ipxe\n");
/// let words = Words::new(&script);
/// let chain = words.of(script.commands().next().unwrap());
/// assert_eq!(chain[0].as_known(), Some(&b"chain"[..]));
/// assert!(chain[1].may_equal(b"http://10.0.0.1/menu.ipxe"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Words<'a> {
    texts: Vec<Text<'a>>,
}

impl<'a> Words<'a> {
    /// The words of all commands. Linear in the script's length.
    #[must_use]
    pub fn new(script: &'a Script<'_>) -> Self {
        Self { texts: script.words().map(text_of).collect() }
    }

    /// The words of a command of the same script, beginning with its name.
    #[must_use]
    pub fn of(&self, command: Command<'_, '_>) -> &[Text<'a>] {
        self.texts.get(command.word_numbers()).unwrap_or_default()
    }
}

/// A word before execution: its literal text, and an unknown piece for each expansion.
#[must_use]
pub fn text_of<'a>(word: Word<'a, '_>) -> Text<'a> {
    if let Some(literal) = word.as_literal() {
        return Text::known(literal);
    }
    let mut text = Text::default();
    for segment in word.segments() {
        match segment {
            Segment::Literal { text: literal, .. } => text.push_bytes(literal),
            Segment::Unterminated(_) => text.push_bytes(b"${"),
            _ => text.push_unknown(),
        }
    }
    text
}

/// A word as written, with `${…}`, and with an unknown piece for each of its holes: the text that is expanded when it
/// is executed. `word` is of a script that was [parsed with holes](ipxe_syntax::parse_with_holes).
#[must_use]
pub fn written_with_holes(word: &[u8]) -> Text<'_> {
    let mut text = Text::default();
    let mut rest = word;
    while let Some(brace) = memchr::memchr(b'{', rest) {
        let length = hole_length(&rest[brace..]);
        text.push_bytes(&rest[..brace + usize::from(length.is_none())]);
        if length.is_some() {
            text.push_unknown();
        }
        rest = &rest[brace + length.unwrap_or(1)..];
    }
    text.push_bytes(rest);
    text
}

/// The name in an expansion, its nested expansions unknown.
#[must_use]
pub fn name_of<'a>(expansion: Expansion<'a, '_>) -> Text<'a> {
    let mut name = Text::default();
    for segment in expansion.inside().segments() {
        match segment {
            Segment::Literal { text, .. } => name.push_bytes(text),
            _ => name.push_unknown(),
        }
    }
    name
}
