//! `AsciiDoc`: listings, literal blocks and Markdown's fences, literal paragraphs.

use std::ops::Range;

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    lines::{has_header, indent, is_blank, lines, margin, shown},
};
use crate::layer::{Dialect, HoleMark, Layer, PAGE};

pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let all: Vec<Range<usize>> = lines(text, 0..text.len()).collect();
    let line = |at: usize| text[all[at].clone()].trim_ascii_end();
    let mut blocks = Vec::new();
    let mut attributes = Attributes::default();
    let mut at = 0;
    while at < all.len() {
        let here = line(at);
        at += 1;
        if let Some(language) = here.strip_prefix(b"```").filter(|_| is_delimiter(&here[..3])) {
            attributes.language = std::str::from_utf8(language).ok().map(Language::of_info);
        }
        let is_open = is_delimiter(here) || here.starts_with(b"```");
        if is_open {
            let closing = if here.starts_with(b"```") { &here[..3] } else { here };
            let Some(length) =
                all[at..].iter().position(|other| text[other.clone()].trim_ascii_end() == closing)
            else {
                continue;
            };
            blocks.extend(listing(text, &all[at..at + length], attributes));
            at += length + 1;
            attributes = Attributes::default();
        } else if here.starts_with(b"[") && here.ends_with(b"]") {
            attributes = Attributes::read(here);
        } else if indent(here) > 0
            && (at < 2 || is_blank(line(at - 2)) || attributes != Attributes::default())
        {
            let length = all[at - 1..].iter().take_while(|line| indent(&text[(*line).clone()]) > 0).count();
            // A script contains blank lines. They end a paragraph only if the next line is not indented.
            let length = length.max(literal_length(text, &all[at - 1..]));
            blocks.extend(listing(text, &all[at - 1..at - 1 + length], attributes));
            at += length - 1;
            attributes = Attributes::default();
        } else if !is_blank(here) && !here.starts_with(b".") {
            attributes = Attributes::default();
        }
    }
    blocks
}

/// Whether a line starts and ends a listing.
fn is_delimiter(line: &[u8]) -> bool {
    let [first, ..] = line else { return false };
    let is_long = line.len() >= 4 && matches!(first, b'-' | b'.') || line == b"```";
    is_long && line.iter().all(|byte| byte == first)
}

/// The number of lines in a literal paragraph, including those after blank lines.
fn literal_length(text: &[u8], rest: &[Range<usize>]) -> usize {
    let inside = rest.iter().take_while(|line| {
        let line = &text[(*line).clone()];
        indent(line) > 0 || is_blank(line)
    });
    let count = inside.count();
    count - rest[..count].iter().rev().take_while(|line| is_blank(&text[(*line).clone()])).count()
}

/// The attributes in the line before a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Attributes {
    language: Option<Language>,
    /// Whether `{name}` in it is replaced.
    has_attributes: bool,
}

impl Attributes {
    /// `[source,LANGUAGE,subs="attributes"]`
    fn read(line: &[u8]) -> Self {
        let text = String::from_utf8_lossy(line);
        let inside = text.trim_start_matches('[').trim_end_matches(']');
        let mut parts = inside.split(',');
        let is_source = parts.next().is_some_and(|style| {
            let style = style.split(['%', '#', '.']).next().unwrap_or_default().trim();
            style == "source" || style.is_empty()
        });
        let language = parts.next().filter(|_| is_source).map(Language::of_info);
        let has_attributes = inside.split_once("subs=").is_some_and(|(_, subs)| {
            subs.contains("attributes") && !subs.contains("-attributes") || subs.contains("normal")
        });
        Self { language, has_attributes }
    }
}

fn listing(text: &[u8], lines: &[Range<usize>], attributes: Attributes) -> Option<Block> {
    let range = lines.first()?.start..lines.last()?.end;
    let language = attributes.language.unwrap_or(Language::Host(Host::Unknown));
    if language == Language::Other || language != Language::Ipxe && !has_header(&text[range.clone()]) {
        return None;
    }
    let content = shown(text, lines).unwrap_or_else(|| lines.to_vec());
    let indent = margin(text, &content);
    let holes: &[HoleMark] =
        if attributes.has_attributes { &[HoleMark::Placeholder, HoleMark::Attribute] } else { PAGE.holes };
    let dialect = Dialect { holes, ..PAGE };
    Some(Block {
        range,
        content: Content::Ranges(content.into_iter().flat_map(|line| without_callout(text, line)).collect()),
        language,
        precision: Precision::Shown,
        layer: Layer { indent, dialect },
    })
}

/// A line without the number of a callout at its end, `<1>`, which is not part of the text.
fn without_callout(text: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text[line.clone()].trim_ascii_end();
    let number = bytes.strip_suffix(b">").and_then(|rest| {
        let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let rest = &rest[..rest.len() - digits];
        rest.strip_suffix(b"<").filter(|before| digits > 0 && before.ends_with(b" "))
    });
    match number {
        Some(before) => {
            let end = line.start + before.trim_ascii_end().len();
            vec![line.start..end, line.start + bytes.len()..line.end]
        }
        None => vec![line],
    }
}
