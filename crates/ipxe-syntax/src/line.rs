use std::ops::Range;

use crate::{
    command::Command,
    grammar,
    label::Label,
    script::{MAX_SOURCE_LEN, Piece, Script, index},
    span::Span,
};

/// The index of a logical line in its script, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineId(pub(crate) u32);

impl LineId {
    /// The line with this index.
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The index as a `usize`.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A logical line: the unit that iPXE executes, with its continuations joined.
#[derive(Clone, Copy)]
pub struct Line<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) at: u32,
}

/// The stored part of a line. The rest follows from its text, and is cheaper to recompute than to store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineData {
    /// Its start in the source; it ends where the next one begins.
    pub(crate) start: u32,
    pub(crate) first_command: u32,
    /// The start of its comment, in text coordinates. [`LineData::NONE`] if it has none.
    pub(crate) comment: u32,
    pub(crate) has_label: bool,
    pub(crate) has_nul: bool,
    pub(crate) pieces: Pieces,
}

/// The form of a line in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// In one physical line.
    Single,
    /// In several, joined by `\`.
    Joined,
    /// In one or several, and the file ends where another one is expected.
    Unfinished,
}

const _: () = assert!(size_of::<LineData>() == 16); // memory accesses dominate the parsing time

impl LineData {
    pub(crate) const NONE: u32 = u32::MAX;
}

impl<'a, 's> Line<'a, 's> {
    fn data(self) -> &'a LineData {
        &self.script.lines[self.at as usize]
    }

    fn next(self) -> Option<&'a LineData> {
        self.script.lines.get(self.at as usize + 1)
    }

    /// Its whole text, in text coordinates.
    fn whole_text(self) -> Span {
        let full = self.full_span();
        if !self.is_continued() {
            let (line, _) = grammar::piece(self.script.slice(full));
            let (content, _) = grammar::piece_content(line);
            return Span::new(full.start(), full.start() + index(content.len()));
        }
        let pieces = self.joined_pieces();
        let start = pieces.first().map_or(full.start(), |piece| piece.text_start);
        Span::new(start, pieces.last().map_or(start, |piece| piece.text_start + piece.content.len()))
    }

    /// Its pieces, if it is continued.
    fn joined_pieces(self) -> &'a [Piece] {
        let span = self.full_span();
        let pieces = &self.script.pieces;
        let from = pieces.partition_point(|piece| piece.content.start() < span.start());
        let until = pieces.partition_point(|piece| piece.content.start() < span.end());
        if self.is_continued() { &pieces[from..until] } else { &[] }
    }

    /// Its text up to a NUL byte, in text coordinates.
    fn seen_text(self) -> Span {
        let whole = self.whole_text();
        let nul = self.data().has_nul.then(|| memchr::memchr(0, self.script.text(whole))).flatten();
        nul.map_or(whole, |nul| Span::new(whole.start(), whole.start() + index(nul)))
    }

    /// Its number.
    #[must_use]
    pub fn id(self) -> LineId {
        LineId(self.at)
    }

    /// Its bytes, without the line end; for a continued line, including the line ends inside it.
    #[must_use]
    pub fn span(self) -> Span {
        let full = self.full_span();
        let text = self.script.slice(full);
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        Span::new(full.start(), full.start() + index(text.len()))
    }

    /// Its bytes and those of its line end.
    #[must_use]
    pub fn full_span(self) -> Span {
        let parsed = || index(self.script.source.len().min(MAX_SOURCE_LEN));
        Span::new(self.data().start, self.next().map_or_else(parsed, |next| next.start))
    }

    /// Its text as iPXE reads it: continuations joined, cut at the first NUL byte.
    #[must_use]
    pub fn text(self) -> &'a [u8] {
        self.script.text(self.seen_text())
    }

    /// The label it begins with.
    #[must_use]
    pub fn label(self) -> Option<Label<'a, 's>> {
        if !self.data().has_label {
            return None;
        }
        // A label ends before its line does. The end of the line only matters if a NUL byte may come first.
        let is_plain = self.data().pieces == Pieces::Single && !self.data().has_nul;
        let line = if is_plain { self.full_span() } else { self.seen_text() };
        let text = grammar::skip_blank(self.script.text(line));
        let (after, _) = grammar::label(text).ok()?;
        let text = Span::new(line.end() - index(text.len()), line.end() - index(after.len()));
        Some(Label { script: self.script, line: self.at, text })
    }

    /// Its commands, separated by operators; none for a blank line.
    #[must_use]
    pub fn commands(
        self,
    ) -> impl DoubleEndedIterator<Item = Command<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        let script = self.script;
        self.command_range().map(move |at| Command { script, at })
    }

    /// The indices of its commands.
    pub(crate) fn command_range(self) -> Range<u32> {
        let end = self.next().map_or(index(self.script.commands.len()), |next| next.first_command);
        self.data().first_command..end
    }

    /// Its comment, including the `#`.
    #[must_use]
    pub fn comment(self) -> Option<Span> {
        let start = self.data().comment;
        (start != LineData::NONE).then(|| self.script.source_span(Span::new(start, self.seen_text().end())))
    }

    /// The bytes from a NUL byte on, up to the line end: iPXE never reads them.
    #[must_use]
    pub fn lost(self) -> Option<Span> {
        let lost = || Span::new(self.seen_text().end(), self.whole_text().end());
        self.data().has_nul.then(|| self.script.source_span(lost()))
    }

    /// Whether the file ends inside it, after a `\`: iPXE then never executes it and the script fails.
    #[must_use]
    pub fn is_unfinished(self) -> bool {
        self.data().pieces == Pieces::Unfinished
    }

    /// Whether it is written in several pieces, joined by `\`.
    #[must_use]
    pub fn is_continued(self) -> bool {
        self.data().pieces != Pieces::Single
    }

    /// The physical lines it is written in, without their `\` and line ends.
    pub fn pieces(self) -> impl Iterator<Item = Span> + use<'a, 's> {
        let single = (!self.is_continued()).then(|| self.whole_text());
        single.into_iter().chain(self.joined_pieces().iter().map(|piece| piece.content))
    }
}

impl std::fmt::Debug for Line<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line")
            .field("span", &self.span())
            .field("label", &self.label())
            .field("commands", &self.commands().collect::<Vec<_>>())
            .field("comment", &self.comment())
            .finish()
    }
}
