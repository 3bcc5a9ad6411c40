//! Operators inside of words: iPXE only recognizes operators between white space.

use std::ops::Range;

use ipxe_catalog::{Catalog, Repeat, Role};
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, Marks, Word};

use crate::commands::Commands;

/// An operator inside of a word.
pub struct Glued<'a, 's> {
    /// The word, which may be the command's name.
    pub word: Word<'a, 's>,
    /// The byte range of the operator in the text of the word.
    pub at: Range<usize>,
}

/// The purpose of a command's words, which decides whether `;` or `||` in them may be text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Words that each have their own meaning.
    Plain,
    /// Text that is stored or passed to a kernel.
    Value,
    /// Text that is printed.
    Prose,
}

/// The operators in the words of a command that were certainly meant to separate commands. Takes time linear in the
/// command's length.
pub fn in_command<'a, 's>(
    cx: &Commands<'a, 's>,
    command: Command<'a, 's>,
    invocation: &Invocation<'_>,
) -> Vec<Glued<'a, 's>> {
    if !command.marks().intersects(Marks::OPERATOR) {
        return Vec::new();
    }
    let (kind, is_known) = (kind_of(invocation), invocation.form().is_some());
    let words: Vec<Word<'a, 's>> = command.words().collect();
    let mut found = Vec::new();
    let mut quotes = 0;
    for (at, word) in words.iter().enumerate() {
        let place = Place {
            cx,
            kind,
            text: word.text(),
            is_known,
            rest: words.get(at + 1..).unwrap_or_default(),
            before: at,
        };
        quotes += memchr::memchr_iter(b'"', word.text()).count();
        let is_quoted = kind != Words::Plain && quotes % 2 == 1;
        if let Some(range) = place.operator().filter(|_| !is_quoted) {
            found.push(Glued { word: *word, at: range });
        }
    }
    found
}

fn kind_of(invocation: &Invocation<'_>) -> Words {
    let joined = invocation.form().and_then(|form| form.arguments.last());
    match joined.filter(|argument| argument.repeat == Repeat::Joined).map(|argument| argument.role) {
        None => Words::Plain,
        Some(Role::Text) => Words::Prose,
        Some(_) => Words::Value,
    }
}

fn is_command(text: &[u8]) -> bool {
    Catalog::command_in_any_release(text).is_some()
}

/// A word and its context.
struct Place<'c, 'a, 's> {
    cx: &'c Commands<'a, 's>,
    kind: Words,
    text: &'a [u8],
    /// Whether iPXE knows the command.
    is_known: bool,
    /// The words after it.
    rest: &'c [Word<'a, 's>],
    /// How many words are before it.
    before: usize,
}

/// The maximum position of a value that is a single word: `set NAME VALUE`, `chain URI`.
const LAST_OF_VALUE: usize = 2;

/// Whether a semicolon after a text ends a statement, as in other languages, and is not part of a list, of a setting of
/// another program, or of an HTML entity.
fn ends_statement(text: &[u8]) -> bool {
    let is_plain = |byte: &u8| !b";=?&,|".contains(byte);
    text.iter().all(is_plain)
        && text.last().is_some_and(|last| last.is_ascii_alphanumeric() || b"}/".contains(last))
}

impl Place<'_, '_, '_> {
    fn operator(&self) -> Option<Range<usize>> {
        if self.text.len() < 2 || memchr::memchr3(b'|', b'&', b';', self.text).is_none() {
            return None;
        }
        self.before_a_command()
            .or_else(|| self.at_the_end())
            .or_else(|| self.semicolon_at_the_end())
            .or_else(|| self.at_the_start())
    }

    /// `||goto`, `a&&goto`: a command follows the operator.
    fn before_a_command(&self) -> Option<Range<usize>> {
        let last = self.text.iter().rposition(|byte| matches!(byte, b'|' | b'&' | b';'))?;
        if !is_command(self.text.get(last + 1..)?) {
            return None;
        }
        let left = self.text.get(..=last)?;
        if let Some(left) = left.strip_suffix(b"||").or_else(|| left.strip_suffix(b"&&")) {
            let clear = !left.ends_with(b"|") && !left.ends_with(b"&") && !left.contains(&b'?');
            return clear.then_some(left.len()..last + 1);
        }
        // A semicolon in a value or in prose separates other things.
        let clear = left.ends_with(b";") && self.kind == Words::Plain && !left.contains(&b'=');
        clear.then_some(last..last + 1)
    }

    /// `||1`, at the end of a line: the intended operator, followed by a typing error.
    fn at_the_start(&self) -> Option<Range<usize>> {
        let rest = self.text.strip_prefix(b"||").or_else(|| self.text.strip_prefix(b"&&"))?;
        let is_slip = rest.len() == 1 && rest.iter().all(u8::is_ascii_alphanumeric);
        (is_slip && self.kind == Words::Plain && self.rest.is_empty()).then_some(0..2)
    }

    /// `retry||`, `done&&`.
    fn at_the_end(&self) -> Option<Range<usize>> {
        let left = self.text.strip_suffix(b"||").or_else(|| self.text.strip_suffix(b"&&"))?;
        let last = *left.last()?;
        let before_command = self.rest.first().is_none_or(|next| is_command(next.text()));
        let clear = match self.kind {
            Words::Plain => last != b'|' && last != b'&',
            Words::Value => before_command && last != b'|' && last != b'&',
            Words::Prose => {
                before_command
                    && (last.is_ascii_alphanumeric() || b"}.!?)\"'".contains(&last) || !last.is_ascii())
            }
        };
        clear.then_some(left.len()..self.text.len())
    }

    /// `dhcp; chain …`.
    fn semicolon_at_the_end(&self) -> Option<Range<usize>> {
        let left = self.text.strip_suffix(b";").filter(|left| !left.is_empty() && !left.ends_with(b";"))?;
        let labels = self.cx.flow.labels();
        if labels.line(self.text).is_some() {
            return None;
        }
        let next = self.rest.first().map(|next| next.text());
        let jumps = next == Some(b"goto")
            && self.rest.get(1).is_some_and(|label| labels.line(label.text()).is_some());
        let clear = match self.kind {
            Words::Plain => match next {
                Some(next) => is_command(next),
                None => {
                    is_command(left) || labels.line(left).is_some() || self.is_known && ends_statement(left)
                }
            },
            // A text of several words, or after `KEY=`, may well end like this.
            Words::Value => match next {
                Some(next) => is_command(next),
                None => self.before <= LAST_OF_VALUE && ends_statement(left),
            },
            Words::Prose => jumps,
        };
        clear.then_some(left.len()..self.text.len())
    }
}
