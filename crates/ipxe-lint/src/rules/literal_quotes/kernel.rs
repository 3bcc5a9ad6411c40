//! Quotes in the arguments of an image. Linux supports double quotes around a value with spaces, so those stay; it does
//! not support single quotes, or unterminated ones.

use ipxe_syntax::{Span, Word};

use super::byte_at;
use crate::{Diagnostic, Fix, RuleId, sink::Sink};

pub(super) fn check(words: &[Word<'_, '_>], out: &mut Sink<'_>) {
    let mut open: Option<Span> = None;
    let mut single: Option<Span> = None;
    for word in words {
        let text = word.text();
        if open.is_none() {
            out.extend(needless(*word));
            single = single_quotes(*word, single, out);
        }
        let is_escaped = |at: usize| at.checked_sub(1).is_some_and(|before| text.get(before) == Some(&b'\\'));
        for at in memchr::memchr_iter(b'"', text).filter(|at| !is_escaped(*at)) {
            open = if open.is_some() { None } else { Some(byte_at(*word, at)) };
        }
    }
    // An expansion may contain the other quote.
    if let Some(place) = open.filter(|_| !words.iter().any(|word| word.has_expansion())) {
        let label = "the kernel reads everything from here on as one value";
        out.push(
            Diagnostic::new(RuleId::LiteralQuotes, place, "this quote is never closed", label)
                .help("close it, or remove it"),
        );
    }
}

/// `ds="nocloud;s=x"`: quoted because of a character that has no special meaning to iPXE inside a word.
fn needless(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.text();
    let start = value_start(text);
    let inner = text.get(start..)?.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if !inner.contains(&b';') || inner.contains(&b'"') || inner.contains(&b'{') {
        return None;
    }
    let span = word.span_at(start..text.len());
    let message = "the quotes are passed on to the kernel with the value";
    let label = "programs that read the kernel's command line treat the quotes as part of the value";
    let fix = Fix::unsafe_(
        "remove the quotes: to iPXE, only a `;` between spaces is an operator",
        byte_at(word, start),
        "",
    );
    let finding = Diagnostic::new(RuleId::LiteralQuotes, span, message, label);
    Some(finding.fix(fix.and(byte_at(word, text.len() - 1), "")))
}

/// Reports `x='a b'` and `x='a'`. Returns the quote that is still open after the word.
fn single_quotes(word: Word<'_, '_>, open: Option<Span>, out: &mut Sink<'_>) -> Option<Span> {
    let text = word.text();
    let start = value_start(text);
    let opens = text.get(start) == Some(&b'\'');
    let closes = text.ends_with(b"'");
    let (opening, closing) = (byte_at(word, start), byte_at(word, text.len().saturating_sub(1)));
    match open {
        None if opens && closes && text.len() > start + 1 => {
            out.push(
                single(opening.cover(closing))
                    .fix(Fix::unsafe_("remove the quotes", opening, "").and(closing, "")),
            );
            None
        }
        None => opens.then_some(opening),
        Some(opening) if closes => {
            let title = "write double quotes, which Linux supports";
            let fix = Fix::unsafe_(title, opening, "\"").and(closing, "\"");
            out.push(single(opening.cover(closing)).fix(fix));
            None
        }
        open => open,
    }
}

fn single(span: Span) -> Diagnostic {
    let label = "the single quotes are passed on unchanged, and do not group the words";
    Diagnostic::new(RuleId::LiteralQuotes, span, "neither iPXE nor the kernel supports single quotes", label)
}

/// The start of the value in `name=value`; the word itself if it has no `=`.
fn value_start(text: &[u8]) -> usize {
    memchr::memchr(b'=', text).map_or(0, |equals| equals + 1)
}
