//! YAML: block scalars. Their extent depends only on lines and indentation, so files that only become YAML after
//! rendering work as well.

use std::ops::Range;

use super::{
    Host,
    block::{Block, Content, Precision},
    host::Language,
    lines::{dedented, has_header, indent, is_blank, lines},
};
use crate::{
    layer::{Dialect, Layer, Newline},
    pieces::Pieces,
};

pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut all = lines(text, 0..text.len()).peekable();
    while let Some(line) = all.next() {
        let Some(header) = Header::read(&text[line.clone()]) else { continue };
        let start = line.end;
        let mut columns = header.indentation.map(|more| header.parent + more);
        let mut end = start;
        while let Some(next) = all.peek() {
            let bytes = &text[next.clone()];
            if !is_blank(bytes) {
                let spaces = bytes.iter().take_while(|byte| **byte == b' ').count();
                let needed = *columns.get_or_insert(spaces);
                if spaces < needed || needed <= header.parent && header.is_nested {
                    break;
                }
            }
            end = next.end;
            all.next();
        }
        let (Some(columns), range) = (columns, start..end) else { continue };
        if has_header(&text[range.clone()]) {
            blocks.push(block(text, range, columns, header.is_folded));
        }
    }
    blocks
}

fn block(text: &[u8], range: Range<usize>, columns: usize, is_folded: bool) -> Block {
    let content = dedented(text, range.clone(), columns);
    let content =
        if is_folded { Content::Pieces(folded(text, &range, &content)) } else { Content::Ranges(content) };
    let newline = if is_folded { Newline::Folded } else { Newline::Itself };
    let dialect = Dialect { newline, ..Dialect::default() };
    Block {
        range,
        content,
        language: Language::Host(Host::Unknown),
        precision: Precision::Exact,
        layer: Layer { indent: vec![b' '; columns], dialect },
    }
}

/// The start of a block scalar.
struct Header {
    /// The indentation of its parent, in spaces.
    parent: usize,
    /// Whether the scalar has a parent, and needs more indentation than it.
    is_nested: bool,
    is_folded: bool,
    /// Its additional indentation, if that is stated.
    indentation: Option<usize>,
}

impl Header {
    /// `header = node ("|" / ">") [indicators] [comment]`, where the node is a key, an item or a document's beginning.
    fn read(line: &[u8]) -> Option<Self> {
        let line = line.trim_ascii_end();
        let (before, style, after) = split(line)?;
        let mut indentation = None;
        for byte in after {
            match byte {
                b'+' | b'-' => {}
                b'1'..=b'9' if indentation.is_none() => indentation = Some(usize::from(byte - b'0')),
                _ => return None,
            }
        }
        let before = without_properties(before.trim_ascii_end());
        let last = before.last()?;
        if !matches!(last, b':' | b'-' | b'?') || before.trim_ascii_start().starts_with(b"#") {
            return None;
        }
        // In `- - key: |`, the parent is the item that contains the key.
        let mut parent = indent(before);
        while let [b'-' | b'?', b' ', rest @ ..] = &before[parent..]
            && !rest.trim_ascii().is_empty()
        {
            parent = before.len() - rest.len() + indent(rest);
        }
        let is_nested = !before.starts_with(b"---");
        Some(Self { parent, is_nested, is_folded: style == b'>', indentation })
    }
}

/// The text before the mark of a block scalar, the mark, and its indicators.
fn split(line: &[u8]) -> Option<(&[u8], u8, &[u8])> {
    // A comment may follow.
    let commented = memchr::memmem::rfind(line, b" #").map(|at| line[..at].trim_ascii_end());
    [Some(line), commented].into_iter().flatten().find_map(|line| {
        let start = memchr::memrchr(b' ', line)? + 1;
        let (style, after) = line[start..].split_first()?;
        (matches!(style, b'|' | b'>') && after.len() <= 2).then_some((&line[..start], *style, after))
    })
}

/// The node without the tag and the anchor that may follow it.
fn without_properties(mut before: &[u8]) -> &[u8] {
    while let Some(at) =
        memchr::memrchr(b' ', before).filter(|at| matches!(before.get(at + 1), Some(b'!' | b'&')))
    {
        before = before[..at].trim_ascii_end();
    }
    before
}

/// The lines of a folded scalar: a line end between two of them becomes a space, and blank lines between them become
/// line ends.
fn folded(text: &[u8], range: &Range<usize>, content: &[Range<usize>]) -> Pieces {
    let mut pieces = Pieces::default();
    pieces.begin(range.start);
    let is_plain = |line: &Range<usize>| text.get(line.start).is_some_and(|byte| !byte.is_ascii_whitespace());
    for (at, line) in content.iter().enumerate() {
        let bytes = text[line.clone()].trim_ascii_end();
        let end = line.start + bytes.len();
        pieces.text(text, line.start..end);
        let next = content.get(at + 1);
        let is_last = next.is_none();
        if !is_plain(line)
            || is_last
            || next.is_some_and(|next| !is_plain(next) && !is_blank(&text[next.clone()]))
        {
            pieces.replaced(end..line.end, b"\n");
        } else if next.is_some_and(is_plain) {
            pieces.replaced(end..line.end, b" ");
        }
    }
    pieces
}
