//! Unterminated expansions: `${` without a `}` in the same word.

use ipxe_catalog::Role;
use ipxe_language::invocation::Invocation;
use ipxe_syntax::{Command, Segment, Span, Word};

use crate::commands::Commands;

/// The maximum number of words after an unterminated `${` in which its `}` is searched.
const REACH: usize = 4;

/// An unterminated `${`, which is plain text to iPXE.
#[derive(Clone, Copy, Debug)]
pub struct DeadOpening<'a, 's> {
    /// The word that contains it.
    pub word: Word<'a, 's>,
    /// The `${`.
    pub span: Span,
    /// The `}` that was meant to close it, in one of the next words. None if there is none.
    pub closing: Option<Span>,
}

/// The unterminated `${` of the script. The flag is true if the word is only printed.
pub fn broken_expansions<'a, 's>(cx: &Commands<'a, 's>) -> Vec<(DeadOpening<'a, 's>, bool)> {
    let mut broken = Vec::new();
    // Few scripts have one.
    if cx.script.unterminated().next().is_none() {
        return broken;
    }
    for (command, invocation) in cx.invocations() {
        let is_shown = is_shown(invocation);
        // `${{ name }}` is the syntax of template engines that run before others.
        let is_mark = |opening: &DeadOpening<'_, '_>| {
            cx.script.source().get(opening.span.end() as usize) == Some(&b'{')
        };
        let dead = dead_openings(command).into_iter().filter(|opening| !is_mark(opening));
        broken.extend(dead.map(|opening| (opening, is_shown)));
    }
    broken
}

/// The first and the last unterminated `${` of each word of a command, in order.
fn dead_openings<'a, 's>(command: Command<'a, 's>) -> Vec<DeadOpening<'a, 's>> {
    if command.words().all(|word| word.unterminated().next().is_none()) {
        return Vec::new();
    }
    let words: Vec<_> = command.words().collect();
    let mut openings = Vec::new();
    for (at, &word) in words.iter().enumerate() {
        let (first, last) = (word.unterminated().next(), word.unterminated().next_back());
        if let Some(span) = first.filter(|_| first != last) {
            openings.push(DeadOpening { word, span, closing: None });
        }
        // Only the last one can extend into the next word.
        if let Some(span) = last {
            let closing = closing(words.iter().skip(at + 1).take(REACH).copied());
            openings.push(DeadOpening { word, span, closing });
        }
    }
    openings
}

/// The first `}` that closes nothing in its own word, unless another unterminated `${` comes first.
fn closing<'a, 's: 'a>(words: impl Iterator<Item = Word<'a, 's>>) -> Option<Span> {
    for word in words {
        for segment in word.segments() {
            match segment {
                Segment::Unterminated(_) => return None,
                Segment::Literal { text, span } => {
                    if let Some(at) = lone_brace(text) {
                        let start = span.start() + u32::try_from(at).unwrap_or_default();
                        return Some(Span::new(start, start + 1));
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// The first `}` without an open `{` before it.
fn lone_brace(text: &[u8]) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a command only prints its words: an error in them is then only cosmetic.
fn is_shown(invocation: &Invocation<'_>) -> bool {
    invocation.form().is_some_and(|form| {
        let last = form.arguments.last();
        last.is_some_and(|argument| argument.role == Role::Text)
    })
}
