use std::{borrow::Cow, ops::Range};

use crate::{
    layer::{Layer, Newline},
    pieces::{Piece, PieceKind, Pieces},
};

/// A script that consists of parts of a file.
///
/// It has the script's text, and the position of every byte in the file.
///
/// ```
/// use ipxe_host::{Host, scripts};
///
/// let file = b"cat > boot.ipxe <<EOF\n#!ipxe\necho \\${ip}\nEOF\n";
/// let found = scripts(file, Host::Shell);
/// let script = &found[0].composition;
/// assert_eq!(script.text(), b"#!ipxe\necho ${ip}\n");
/// assert_eq!(&file[script.source_range(12..17)], b"\\${ip}");
///
/// let edit = script.edit(12..17, b"${net0/ip}").unwrap();
/// assert_eq!((edit.range, edit.text.as_slice()), (script.source_range(12..17), &b"\\${net0/ip}"[..]));
/// ```
#[derive(Clone, Debug)]
pub struct Composition<'s> {
    source: &'s [u8],
    text: Cow<'s, [u8]>,
    pieces: Vec<Piece>,
    /// From the innermost to the outermost.
    layers: Vec<Layer>,
    repeated: Vec<Range<usize>>,
}

/// A replacement of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEdit {
    /// The replaced bytes.
    pub range: Range<usize>,
    /// The new bytes.
    pub text: Vec<u8>,
}

impl<'s> Composition<'s> {
    /// A file that is a script as a whole.
    ///
    /// ```
    /// use ipxe_host::Composition;
    ///
    /// let script = Composition::whole(b"#!ipxe\nshell\n");
    /// assert_eq!(script.source_range(7..12), 7..12);
    /// ```
    #[must_use]
    pub fn whole(source: &'s [u8]) -> Self {
        let all = 0..source.len();
        let pieces = vec![Piece { text: all.clone(), source: all, kind: PieceKind::Text }];
        Self { source, text: Cow::Borrowed(source), pieces, layers: Vec::new(), repeated: Vec::new() }
    }

    /// The file.
    #[must_use]
    pub fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The script's text, with placeholders for holes.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The pieces, in order: they cover all bytes of the file between the first and the last one.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The parts of the script's text that can be repeated, in order: the bodies of a template's loops, except for parts with a
    /// condition.
    #[must_use]
    pub fn repeated(&self) -> &[Range<usize>] {
        &self.repeated
    }

    pub(crate) fn with_repeated(self, repeated: Vec<Range<usize>>) -> Self {
        Self { repeated, ..self }
    }

    /// The part of the file that it covers.
    #[must_use]
    pub fn extent(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.source.start);
        start..self.pieces.last().map_or(start, |piece| piece.source.end)
    }

    /// The piece that contains the byte at an offset of the script.
    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.text.end <= offset))
    }

    /// The position in the file of an offset in the script; after the last byte, the end.
    #[must_use]
    pub fn source_offset(&self, offset: usize) -> usize {
        match self.piece_at(offset) {
            Some(piece) if piece.kind == PieceKind::Text => piece.source.start + (offset - piece.text.start),
            Some(piece) => piece.source.start,
            None => {
                let last = self.pieces.iter().rev().find(|piece| !piece.text.is_empty());
                last.map_or(self.extent().start, |piece| piece.source.end)
            }
        }
    }

    /// Whether the script contains the byte at a position of the file.
    ///
    /// ```
    /// use ipxe_host::Template;
    ///
    /// let template = Template::read(b"#!ipxe\n{% if x %}\nshell\n{% endif %}\n").unwrap();
    /// let has_shell: Vec<bool> = template.renderings().iter().map(|one| one.has_source(18)).collect();
    /// assert_eq!(has_shell, [true, false]);
    /// ```
    #[must_use]
    pub fn has_source(&self, offset: usize) -> bool {
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.source.end <= offset));
        piece.is_some_and(|piece| piece.source.start <= offset && !piece.text.is_empty())
    }

    /// The range in the file of a range in the script: from its first byte to its last one.
    #[must_use]
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_offset(range.start);
        if range.end <= range.start {
            return start..start;
        }
        let end = match self.piece_at(range.end - 1) {
            Some(piece) if piece.kind == PieceKind::Text => {
                piece.source.start + (range.end - piece.text.start)
            }
            Some(piece) => piece.source.end,
            None => self.source_offset(range.end),
        };
        start..end.max(start)
    }

    /// The edit of the file for an edit of the script, with the escapes and the indentation of the file. None if it
    /// would change part of a hole or of an escape.
    ///
    /// To check the result, parse the file again.
    #[must_use]
    pub fn edit(&self, range: Range<usize>, text: &[u8]) -> Option<SourceEdit> {
        if range.end > self.text.len() || range.start > range.end || !self.is_editable(&range) {
            return None;
        }
        let is_folded = self.layers.iter().any(|layer| layer.dialect.newline == Newline::Folded);
        if is_folded && (text.contains(&b'\n') || self.text[range.clone()].contains(&b'\n')) {
            return None;
        }
        let begins_line = |at: usize| at == 0 || self.text[at - 1] == b'\n';
        let is_lines =
            begins_line(range.start) && begins_line(range.end) && (text.is_empty() || text.ends_with(b"\n"));
        let start = self.source_offset(range.start);
        let start =
            if is_lines { self.margin(range.start).map_or(start, |margin| margin.start) } else { start };
        // When two lines are joined, the start of the second one is removed.
        let end = match self.margin(range.end).filter(|_| !range.is_empty() && begins_line(range.end)) {
            Some(margin) if is_lines => margin.start,
            Some(margin) => margin.end,
            None if range.is_empty() => start,
            None => self.source_range(range.clone()).end,
        };
        let write = |text: Vec<u8>, layer: &Layer| layer.write(&text, is_lines);
        let text = self.layers.iter().fold(text.to_vec(), write);
        Some(SourceEdit { range: start..end.max(start), text })
    }

    /// Whether a range contains no hole, and contains escapes only as a whole. Stripped text only counts at the start
    /// of lines.
    fn is_editable(&self, range: &Range<usize>) -> bool {
        let first = self.pieces.partition_point(|piece| piece.text.end <= range.start);
        let last = range.end.max(range.start + 1);
        let mut touched = self.pieces[first..].iter().take_while(|piece| piece.text.start < last);
        touched.all(|piece| match piece.kind {
            PieceKind::Text => true,
            PieceKind::Replaced if piece.text.is_empty() => {
                piece.text.start == range.start || self.is_margin(piece)
            }
            PieceKind::Replaced | PieceKind::Hole if range.is_empty() => range.start <= piece.text.start,
            PieceKind::Replaced => range.start <= piece.text.start && piece.text.end <= range.end,
            PieceKind::Hole => false,
        })
    }

    /// Whether a piece is the start of a line outside of the script: white space, and quotation marks of a document.
    fn is_margin(&self, piece: &Piece) -> bool {
        let bytes = &self.source[piece.source.clone()];
        let begins = piece.source.start == 0 || self.source[piece.source.start - 1] == b'\n';
        begins && piece.text.is_empty() && bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
    }

    /// The position in the file of the text before a line of the script.
    fn margin(&self, offset: usize) -> Option<Range<usize>> {
        let after = self.pieces.partition_point(|piece| piece.text.end <= offset);
        let piece = self.pieces[..after]
            .last()
            .filter(|piece| piece.text.start == offset && self.is_margin(piece))?;
        Some(piece.source.clone())
    }

    /// The composition of a part of this one's text; `inner` describes how that part is written.
    pub(crate) fn nest(&self, inner: &Pieces, layer: Layer) -> Self {
        let mut pieces = Pieces::default();
        let mut from = 0;
        for piece in &inner.list {
            let source = self.source_range(piece.source.clone());
            if piece.kind != PieceKind::Text {
                pieces.add(source, &inner.text[piece.text.clone()], piece.kind);
                continue;
            }
            while self.pieces.get(from).is_some_and(|outer| outer.text.end <= piece.source.start) {
                from += 1;
            }
            for outer in self.pieces[from..].iter().take_while(|outer| outer.text.start < piece.source.end) {
                let start = outer.text.start.max(piece.source.start);
                let end = outer.text.end.min(piece.source.end);
                if start >= end {
                    continue;
                }
                if outer.kind == PieceKind::Text {
                    let begin = outer.source.start + (start - outer.text.start);
                    pieces.text(self.source, begin..begin + (end - start));
                } else {
                    pieces.add(outer.source.clone(), &self.text[start..end], outer.kind);
                }
            }
        }
        let layers = [layer].into_iter().chain(self.layers.iter().cloned()).collect();
        Self {
            source: self.source,
            text: Cow::Owned(pieces.text),
            pieces: pieces.list,
            layers,
            repeated: Vec::new(),
        }
    }
}
