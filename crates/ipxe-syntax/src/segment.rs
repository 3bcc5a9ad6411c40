//! The inside of a word: literal text and `${…}`, as a flat pre-order table.

use crate::{expansion::Expansion, script::Script, script::index, span::Span};

/// One part of a word or of a name inside an expansion.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Segment<'a, 's> {
    /// Text that stays as it is.
    Literal {
        /// The bytes, without the continuations inside them.
        text: &'a [u8],
        /// Where they stand.
        span: Span,
    },
    /// `${…}`, to be replaced by the value of a setting.
    Expansion(Expansion<'a, 's>),
    /// A `${` that no `}` of the word closes: iPXE leaves it as text.
    Unterminated(Span),
}

/// The parts of a word or a name, in order. Created by [`Word::segments`](crate::Word::segments) and
/// [`Part::segments`](crate::Part::segments).
#[derive(Clone, Debug)]
pub struct Segments<'a, 's> {
    script: &'a Script<'s>,
    /// The range that is left, in text coordinates.
    text: Span,
    /// The nodes that are left.
    at: u32,
    end: u32,
}

impl<'a, 's> Segments<'a, 's> {
    /// The parts of `text`, where `nodes` covers at least that text.
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
        // Nodes before the text belong to the part of the name before this one.
        let (at, node) = loop {
            // A word without `${` has no nodes: all of it is one literal.
            if self.at == self.end {
                let text = std::mem::take(&mut self.text);
                return Some(self.literal(text));
            }
            let at = self.at;
            let node = self.script.nodes[at as usize];
            self.at = node.end;
            if node.text.end() > self.text.start() {
                break (at, node);
            }
        };
        // A name's first and last literal reach over its `/` and `:`.
        let text = Span::new(node.text.start().max(self.text.start()), node.text.end().min(self.text.end()));
        self.text = Span::new(text.end(), self.text.end());
        Some(match node.kind {
            NodeKind::Literal => self.literal(text),
            NodeKind::Unterminated => Segment::Unterminated(self.script.source_span(text)),
            NodeKind::Expansion => Segment::Expansion(Expansion { script: self.script, at }),
        })
    }
}

/// A node of the table of segments; an expansion's own parts follow it, up to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) text: Span,
    /// Of an expansion: where in text coordinates its scope ends, and where its type begins.
    pub(crate) slash: Option<Offset>,
    pub(crate) colon: Option<Offset>,
    /// The index of the next node that is not inside this one.
    pub(crate) end: u32,
}

/// A text coordinate that leaves room for `None` without growing [`Node`].
pub(crate) type Offset = std::num::NonZeroU32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Literal,
    Expansion,
    Unterminated,
}

/// Appends the segments of a word to `nodes`; none where the word has no `${`.
///
/// iPXE replaces the innermost `${…}` first and starts again, which is the same as matching each `}`
/// with the latest open `${`. `open` is scratch space.
pub(crate) fn segment(word: &[u8], base: u32, nodes: &mut Vec<Node>, open: &mut Vec<u32>) {
    let Some(dollar) = memchr::memchr(b'$', word) else { return };
    let first = nodes.len();
    let mut segmenter = Segmenter { word, base, nodes, literal: 0 };
    let mut at = dollar;
    open.clear();
    while let Some(found) = memchr::memchr2(b'$', b'}', &word[at..]) {
        let found = at + found;
        at = match word[found..] {
            [b'$', b'{', ..] => {
                segmenter.flush(found);
                open.push(segmenter.open(found));
                found + 2
            }
            [b'}', ..] => {
                if let Some(expansion) = open.pop() {
                    segmenter.flush(found);
                    segmenter.close(expansion, found);
                }
                found + 1
            }
            _ => found + 1,
        };
    }
    if segmenter.nodes.len() > first {
        segmenter.flush(word.len());
    }
}

struct Segmenter<'w, 'n> {
    word: &'w [u8],
    base: u32,
    nodes: &'n mut Vec<Node>,
    /// Where in the word the literal that is being read began.
    literal: usize,
}

impl Segmenter<'_, '_> {
    fn at(&self, offset: usize) -> u32 {
        self.base + index(offset)
    }

    fn push(&mut self, kind: NodeKind, start: usize, end: usize) -> u32 {
        let at = index(self.nodes.len());
        let text = Span::new(self.at(start), self.at(end));
        self.nodes.push(Node { kind, text, slash: None, colon: None, end: at + 1 });
        at
    }

    /// Ends the literal before `end`.
    fn flush(&mut self, end: usize) {
        if self.literal < end {
            self.push(NodeKind::Literal, self.literal, end);
        }
        self.literal = end;
    }

    /// `${` at `start`: text until its `}` turns up.
    fn open(&mut self, start: usize) -> u32 {
        self.literal = start + 2;
        self.push(NodeKind::Unterminated, start, start + 2)
    }

    /// `}` at `brace` closes the expansion at node `at`.
    fn close(&mut self, at: u32, brace: usize) {
        self.literal = brace + 1;
        let end = index(self.nodes.len());
        let slash = self.find(b'/', at + 1, end, 0);
        let colon = self.find(b':', at + 1, end, slash.map_or(0, Offset::get));
        let close = self.at(brace + 1);
        let node = &mut self.nodes[at as usize];
        *node =
            Node { kind: NodeKind::Expansion, text: Span::new(node.text.start(), close), slash, colon, end };
    }

    /// The first such byte in the literals directly among the nodes, from the text coordinate `from` on.
    fn find(&self, byte: u8, mut at: u32, end: u32, from: u32) -> Option<Offset> {
        while at < end {
            let node = self.nodes[at as usize];
            if node.kind == NodeKind::Literal && node.text.end() > from {
                let start = node.text.start().max(from);
                let text = &self.word[(start - self.base) as usize..(node.text.end() - self.base) as usize];
                if let Some(found) = memchr::memchr(byte, text) {
                    return Offset::new(start + index(found));
                }
            }
            at = node.end;
        }
        None
    }
}
