//! Markdown: fenced and indented code blocks, at any depth.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    lines::{has_header, line_start, lines, margin, shown},
};
use crate::layer::{Layer, PAGE};

pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let page = utf8(text);
    let mut blocks = Vec::new();
    let mut open: Option<Listing> = None;
    for (event, range) in Parser::new(&page).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => Language::of_info(info),
                    CodeBlockKind::Indented => Language::Host(Host::Unknown),
                };
                open = Some(Listing { language, parts: Vec::new() });
            }
            Event::Text(_) => {
                if let Some(listing) = &mut open {
                    listing.parts.push(range);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                blocks.extend(open.take().and_then(|listing| listing.block(text)));
            }
            _ => {}
        }
    }
    blocks
}

/// A code block during parsing.
struct Listing {
    language: Language,
    /// Its text, in the parser's parts.
    parts: Vec<Range<usize>>,
}

impl Listing {
    fn block(self, text: &[u8]) -> Option<Block> {
        let all = self.parts.first()?.start..self.parts.last()?.end;
        if self.language == Language::Other
            || self.language != Language::Ipxe && !has_header(&text[all.clone()])
        {
            return None;
        }
        let listing = physical(text, &self.parts);
        let first = line_start(text, all.start);
        let content = shown(text, &listing).unwrap_or(listing);
        let layer = Layer { indent: continued(&margin(text, &content)), dialect: PAGE };
        Some(Block {
            range: first..all.end,
            content: Content::Ranges(content),
            language: self.language,
            precision: Precision::Shown,
            layer,
        })
    }
}

/// The text at the start of a block's lines, whose first line begins with this: the mark of a list is only on the first
/// one.
fn continued(first: &[u8]) -> Vec<u8> {
    let is_kept = |byte: &u8| matches!(byte, b'>' | b' ' | b'\t');
    first.iter().map(|byte| if is_kept(byte) { *byte } else { b' ' }).collect()
}

/// The text of a block, one part per line, with the line ends as written.
fn physical(text: &[u8], parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for part in parts {
        for line in lines(text, part.clone()) {
            match all.last_mut() {
                // The parser omits carriage returns, and splits lines at possible escapes.
                Some(last)
                    if !text[last.clone()].ends_with(b"\n") && is_same_line(&text[last.end..line.start]) =>
                {
                    last.end = line.end;
                }
                _ => all.push(line),
            }
        }
    }
    all
}

fn is_same_line(between: &[u8]) -> bool {
    between.is_empty() || between == b"\r"
}

/// A page as text: bytes that are not UTF-8 are replaced one by one, so that positions stay correct.
fn utf8(text: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(text) {
        return Cow::Borrowed(text);
    }
    let mut page = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        page.push_str(chunk.valid());
        page.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(page)
}
