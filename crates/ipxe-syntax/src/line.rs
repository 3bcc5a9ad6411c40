use crate::{
    command::Command,
    label::Label,
    script::{Script, index},
    span::Span,
};

/// The number of a logical line in its script, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineId(pub(crate) u32);

impl LineId {
    /// The number as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A logical line: what iPXE executes at once, its continuations joined.
#[derive(Clone, Copy)]
pub struct Line<'a, 's> {
    pub(crate) script: &'a Script<'s>,
    pub(crate) at: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct LineData {
    /// All its bytes in the source, line ends included.
    pub(crate) source: Span,
    /// Its text, in text coordinates.
    pub(crate) text: Span,
    pub(crate) label: Option<Span>,
    pub(crate) comment: Option<Span>,
    /// Where the text is cut short by a NUL byte.
    pub(crate) lost: Option<u32>,
    pub(crate) first_piece: u32,
    pub(crate) first_command: u32,
    pub(crate) unfinished: bool,
}

impl<'a, 's> Line<'a, 's> {
    fn data(self) -> &'a LineData {
        &self.script.lines[self.at as usize]
    }

    /// What comes after this line in one of the tables: the next line's first entry, or the table's length.
    fn until(self, first: impl Fn(&LineData) -> u32, len: usize) -> u32 {
        self.script.lines.get(self.at as usize + 1).map_or(index(len), first)
    }

    /// Its number.
    #[must_use]
    pub fn id(self) -> LineId {
        LineId(self.at)
    }

    /// Its bytes, without the line end; a continued line's includes the line ends inside it.
    #[must_use]
    pub fn span(self) -> Span {
        let data = self.data();
        let text = self.script.slice(data.source);
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        Span::new(data.source.start(), data.source.start() + index(text.len()))
    }

    /// Its bytes and those of its line end.
    #[must_use]
    pub fn full_span(self) -> Span {
        self.data().source
    }

    /// Its text as iPXE sees it: continuations joined, cut at the first NUL byte.
    #[must_use]
    pub fn text(self) -> &'a [u8] {
        let data = self.data();
        let end = data.lost.unwrap_or(data.text.end());
        self.script.text(Span::new(data.text.start(), end))
    }

    /// The label it begins with.
    #[must_use]
    pub fn label(self) -> Option<Label<'a, 's>> {
        self.data().label.map(|text| Label { script: self.script, line: self.at, text })
    }

    /// Its commands, separated by operators; none for a blank line.
    #[must_use]
    pub fn commands(
        self,
    ) -> impl DoubleEndedIterator<Item = Command<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        let end = self.until(|line| line.first_command, self.script.commands.len());
        let script = self.script;
        (self.data().first_command..end).map(move |at| Command { script, at })
    }

    /// Its comment, the `#` included.
    #[must_use]
    pub fn comment(self) -> Option<Span> {
        self.data().comment.map(|text| self.script.source_span(text))
    }

    /// The bytes from a NUL byte on, up to the line end: iPXE never sees them.
    #[must_use]
    pub fn lost(self) -> Option<Span> {
        let data = self.data();
        data.lost.map(|start| self.script.source_span(Span::new(start, data.text.end())))
    }

    /// Whether the file ends inside it, after a `\`: iPXE then never executes it and the script fails.
    #[must_use]
    pub fn is_unfinished(self) -> bool {
        self.data().unfinished
    }

    /// Whether it is written in several pieces, joined by `\`.
    #[must_use]
    pub fn is_continued(self) -> bool {
        self.data().text.start() >= self.script.joined_base()
    }

    /// The physical lines it is written in, without their `\` and line ends.
    pub fn pieces(self) -> impl Iterator<Item = Span> + use<'a, 's> {
        let data = self.data();
        let end = self.until(|line| line.first_piece, self.script.pieces.len());
        let single = (!self.is_continued()).then_some(data.text);
        let script = self.script;
        let joined = (data.first_piece..end).map(move |at| script.pieces[at as usize].content);
        single.into_iter().chain(joined)
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
