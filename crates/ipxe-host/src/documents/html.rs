//! HTML elements that show text without changes.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    opening::Opening,
};
use crate::layer::{Dialect, Layer};

/// Elements with a script in them.
const ELEMENTS: [&str; 5] = ["pre", "code", "textarea", "samp", "xmp"];

/// Elements that format part of it.
const INLINE: [&str; 14] =
    ["a", "b", "code", "em", "font", "i", "kbd", "mark", "small", "span", "strong", "tt", "u", "var"];

/// The maximum length of a tag, in bytes; longer text is not a tag.
const LONGEST_TAG: usize = 256;

const ENTITIES: Dialect = Dialect {
    backslash: crate::layer::Backslash::Itself,
    pairs: &[
        (b"&amp;", b"&"),
        (b"&lt;", b"<"),
        (b"&gt;", b">"),
        (b"&quot;", b"\""),
        (b"&#34;", b"\""),
        (b"&#39;", b"'"),
        (b"&apos;", b"'"),
    ],
    holes: &[crate::layer::HoleMark::Placeholder],
    quote: None,
    newline: crate::layer::Newline::Itself,
};

pub(super) fn block(opening: &Opening<'_>) -> Option<Block> {
    let text = opening.text;
    let lead = opening.lead().strip_suffix(b">")?;
    let open = memrchr(b'<', lead)?;
    let name = tag_name(&lead[open..]).filter(|_| !lead[open..].starts_with(b"</"))?;
    let element = ELEMENTS.iter().find(|element| element.as_bytes().eq_ignore_ascii_case(name))?;
    let end = end(text, opening.header, element)?;
    let parts = opening.dedented(end).into_iter().flat_map(|line| without_tags(text, line)).collect();
    Some(Block {
        range: opening.start()..end,
        content: Content::Ranges(parts),
        language: Language::Host(Host::Unknown),
        precision: Precision::Shown,
        layer: Layer { indent: opening.indent(), dialect: ENTITIES },
    })
}

/// The end of the element.
fn end(text: &[u8], from: usize, element: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memmem::find(&text[at..], b"</")?;
        let name = &text[at + 2..];
        if name.get(..element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
            return Some(at);
        }
        at += 2;
    }
}

/// The name of the tag at the start of a text.
fn tag_name(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(b"</").or_else(|| text.strip_prefix(b"<"))?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ends = rest.get(length).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'>' | b'/'));
    (length > 0 && ends).then_some(&rest[..length])
}

/// A part of a text without tags for formatting.
fn without_tags(text: &[u8], range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    while let Some(found) = memchr(b'<', &text[at..range.end]) {
        let tag = at + found;
        at = tag + 1;
        let is_inline = tag_name(&text[tag..range.end])
            .is_some_and(|name| INLINE.iter().any(|inline| inline.as_bytes().eq_ignore_ascii_case(name)));
        let near = &text[tag..range.end.min(tag + LONGEST_TAG)];
        if let Some(length) = memchr(b'>', near).filter(|_| is_inline) {
            parts.push(start..tag);
            start = tag + length + 1;
            at = start;
        }
    }
    parts.push(start..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}
