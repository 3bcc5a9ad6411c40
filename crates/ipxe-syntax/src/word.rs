use std::ops::Range;

use crate::{
    expansion::Expansion,
    script::{Script, index},
    segment::{NodeKind, Segment, Segments},
    span::Span,
};

/// A word: a run of bytes without white space. iPXE splits a line into words before it expands them, so a word is one
/// argument whatever its expansions contain.
#[derive(Clone, Copy)]
pub struct Word<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) at: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct WordData {
    pub(crate) text: Span,
    pub(crate) first_node: u32,
}

impl<'a, 's> Word<'a, 's> {
    fn data(self) -> &'a WordData {
        &self.script.words[self.at as usize]
    }

    fn nodes(self) -> Range<u32> {
        let next = self.script.words.get(self.at as usize + 1);
        self.data().first_node..next.map_or(index(self.script.nodes.len()), |word| word.first_node)
    }

    /// Its bytes before expansion, without the continuations inside it.
    #[must_use]
    pub fn text(self) -> &'a [u8] {
        self.script.text(self.data().text)
    }

    /// Its position, including the continuations inside it.
    #[must_use]
    pub fn span(self) -> Span {
        self.script.source_span(self.data().text)
    }

    /// The position of a range of its [`text`](Self::text); a range after the text is cut off.
    #[must_use]
    pub fn span_at(self, range: Range<usize>) -> Span {
        let text = self.data().text;
        let at = |offset: usize| text.start() + index(offset).min(text.len());
        self.script.source_span(Span::new(at(range.start), at(range.end)))
    }

    /// Whether it contains a `${…}` that iPXE expands.
    #[must_use]
    pub fn has_expansion(self) -> bool {
        self.expansions().next().is_some()
    }

    /// Whether it contains unknown text, outside of its expansions.
    #[must_use]
    pub fn has_hole(self) -> bool {
        self.script.has_holes && self.segments().any(|segment| matches!(segment, Segment::Hole(_)))
    }

    /// Whether it is only unknown text.
    #[must_use]
    pub fn is_hole(self) -> bool {
        self.script.has_holes
            && matches!(self.segments().next(), Some(Segment::Hole(hole)) if hole == self.span())
    }

    /// Its text, if it contains no expansions and no unknown text.
    #[must_use]
    pub fn as_literal(self) -> Option<&'a [u8]> {
        (!self.has_expansion() && !self.has_hole()).then(|| self.text())
    }

    /// Its parts in order: literal text, expansions, and `${` that are never closed.
    #[must_use]
    pub fn segments(self) -> Segments<'a, 's> {
        Segments::new(self.script, self.data().text, self.nodes())
    }

    /// The `${` in it that are not closed.
    #[must_use]
    pub fn unterminated(self) -> impl DoubleEndedIterator<Item = Span> + use<'a, 's> {
        let script = self.script;
        let nodes = self.nodes().map(move |at| script.nodes[at as usize]);
        let dead = nodes.filter(|node| node.kind == NodeKind::Unterminated);
        dead.map(move |node| script.source_span(node.text))
    }

    /// Its expansions; one that contains others comes before them.
    #[must_use]
    pub fn expansions(self) -> impl DoubleEndedIterator<Item = Expansion<'a, 's>> + use<'a, 's> {
        let script = self.script;
        self.nodes()
            .filter(move |&at| script.nodes[at as usize].kind == NodeKind::Expansion)
            .map(move |at| Expansion { script, at })
    }
}

impl std::fmt::Debug for Word<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({:?} at {:?})", self.text().escape_ascii().to_string(), self.span())
    }
}
