//! The inside of a word: literal text and `${…}`, as a flat pre-order table.

use crate::{
    expansion::Expansion,
    marks::{Bytes, Marks},
    script::{Script, index},
    span::Span,
};

/// One part of a word or of a name inside an expansion.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Segment<'a, 's> {
    /// Literal text.
    Literal {
        /// The bytes, without the continuations inside them.
        text: &'a [u8],
        /// Their position.
        span: Span,
    },
    /// `${…}`, which iPXE replaces with the value of a setting.
    Expansion(Expansion<'a, 's>),
    /// A `${` that is not closed in the word: iPXE leaves it as text.
    Unterminated(Span),
    /// Unknown text, `{{name}}`, in a script that was [parsed with holes](crate::parse_with_holes).
    Hole(Span),
}

/// The parts of a word or a name, in order. Created by [`Word::segments`](crate::Word::segments) and
/// [`Part::segments`](crate::Part::segments).
#[derive(Clone, Debug)]
pub struct Segments<'a, 's> {
    script: &'a Script<'s>,
    /// The remaining range, in text coordinates.
    text: Span,
    /// The remaining nodes.
    at: u32,
    end: u32,
}

impl<'a, 's> Segments<'a, 's> {
    /// The parts of `text`; `nodes` covers at least that text.
    pub(crate) fn new(script: &'a Script<'s>, text: Span, nodes: std::ops::Range<u32>) -> Self {
        Self { script, text, at: nodes.start, end: nodes.end }
    }

    fn literal(&self, text: Span) -> Segment<'a, 's> {
        Segment::Literal { text: self.script.text(text), span: self.script.source_span(text) }
    }
}

impl<'a, 's> Iterator for Segments<'a, 's> {
    type Item = Segment<'a, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.text.is_empty() {
            return None;
        }
        // Nodes before the text belong to the previous part of the name.
        let node = loop {
            let node = (self.at < self.end).then(|| self.script.nodes[self.at as usize]);
            match node {
                Some(node) if node.text.end() <= self.text.start() => self.at = node.end,
                node => break node.filter(|node| node.text.start() < self.text.end()),
            }
        };
        // Text up to the next node, or otherwise up to the end, is literal.
        let literal_end = node.map_or(self.text.end(), |node| node.text.start());
        if self.text.start() < literal_end {
            let literal = Span::new(self.text.start(), literal_end);
            self.text = Span::new(literal_end, self.text.end());
            return Some(self.literal(literal));
        }
        let node = node?;
        let at = std::mem::replace(&mut self.at, node.end);
        self.text = Span::new(node.text.end(), self.text.end());
        Some(match node.kind {
            NodeKind::Unterminated => Segment::Unterminated(self.script.source_span(node.text)),
            NodeKind::Hole => Segment::Hole(self.script.source_span(node.text)),
            NodeKind::Expansion => Segment::Expansion(Expansion { script: self.script, at }),
        })
    }
}

/// A node of the table of segments, which is in pre-order: the contents of an expansion follow it, up to `end`. The
/// text between nodes is literal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) text: Span,
    /// For an expansion: the end of its scope and the start of its type, in text coordinates.
    pub(crate) slash: Option<Offset>,
    pub(crate) colon: Option<Offset>,
    /// The index of the next node that is not inside this one.
    pub(crate) end: u32,
}

/// A text coordinate with room for `None` without a larger [`Node`]; names never begin at 0.
pub(crate) type Offset = std::num::NonZeroU32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Expansion,
    Unterminated,
    Hole,
}

/// The length of the hole at the beginning of a text: `hole = "{{" 1*name-byte "}}"`
#[must_use]
pub fn hole_length(text: &[u8]) -> Option<usize> {
    let name = text.strip_prefix(b"{{")?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let length = name.iter().take_while(|byte| is_name(byte)).count();
    (length > 0 && name[length..].starts_with(b"}}")).then_some(length + 4)
}

/// Appends the expansions of a word with a `$`, and its holes if there are any, to `nodes`. Returns the marks of the
/// word.
///
/// iPXE replaces the innermost `${…}` first and starts again, which is the same as matching each `}` with the latest
/// open `${`. `bytes` are the kinds of bytes in the word; `open` is scratch space.
pub(crate) fn segment(
    word: &[u8],
    base: u32,
    bytes: Bytes,
    has_holes: bool,
    nodes: &mut Vec<Node>,
    open: &mut Vec<u32>,
) -> Marks {
    open.clear();
    let mut hole_end = 0;
    let has_parts = bytes.intersects(Bytes::SEPARATOR);
    let mut marks = bytes.marks_beside_braces();
    let mut after_dollar = false;
    for (at, &byte) in word.iter().enumerate() {
        if at < hole_end {
            continue;
        }
        // After a `$`, a brace belongs to iPXE.
        if has_holes
            && byte == b'{'
            && !after_dollar
            && let Some(length) = hole_length(&word[at..])
        {
            hole_end = at + length;
            let text = Span::new(base + index(at), base + index(hole_end));
            let end = index(nodes.len()) + 1;
            nodes.push(Node { kind: NodeKind::Hole, text, slash: None, colon: None, end });
            after_dollar = false;
            continue;
        }
        match byte {
            b'{' if after_dollar => {
                let end = index(nodes.len()) + 1;
                let text = Span::new(base + index(at) - 1, base + index(at) + 1);
                open.push(index(nodes.len()));
                nodes.push(Node { kind: NodeKind::Unterminated, text, slash: None, colon: None, end });
            }
            b'}' => {
                if let Some(expansion) = open.pop() {
                    close(word, base, has_parts, nodes, expansion as usize, at);
                }
            }
            b'{' => marks = marks.union(Marks::FOREIGN),
            _ => {}
        }
        if after_dollar && byte != b'{' {
            marks = marks.union(Marks::FOREIGN);
        }
        after_dollar = byte == b'$';
    }
    if after_dollar { marks.union(Marks::FOREIGN) } else { marks }
}

/// The `}` at offset `brace` of the word closes the expansion at node `at`, whose name may have several parts.
fn close(word: &[u8], base: u32, has_parts: bool, nodes: &mut [Node], at: usize, brace: usize) {
    let start = nodes[at].text.start();
    let end = index(nodes.len());
    let inside = Span::new(start + 2, base + index(brace));
    let find = |byte, from| {
        if !has_parts {
            return None;
        }
        let text = |span: Span| &word[(span.start() - base) as usize..(span.end() - base) as usize];
        find(byte, Span::new(from, inside.end()), &nodes[at + 1..], index(at) + 1, text)
    };
    let slash = find(b'/', inside.start());
    let colon = find(b':', slash.map_or(inside.start(), |slash| slash.get() + 1));
    let text = Span::new(start, inside.end() + 1);
    nodes[at] = Node { kind: NodeKind::Expansion, text, slash, colon, end };
}

/// The first such byte of a range outside of the nodes from index `first` on.
fn find<'w>(
    byte: u8,
    range: Span,
    nodes: &[Node],
    first: u32,
    text: impl Fn(Span) -> &'w [u8],
) -> Option<Offset> {
    let mut from = range.start();
    let mut at = 0;
    loop {
        let node = nodes.get(at as usize);
        let until = node.map_or(range.end(), |node| node.text.start());
        if from < until
            && let Some(found) = text(Span::new(from, until)).iter().position(|&other| other == byte)
        {
            return Offset::new(from + index(found));
        }
        let node = node?;
        from = from.max(node.text.end());
        at = node.end - first;
    }
}
