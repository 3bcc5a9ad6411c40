use crate::{
    command::{Command, CommandData, CommandId},
    expansion::Expansion,
    header::Header,
    label::Label,
    line::{Line, LineData, LineId},
    segment::{Node, NodeKind},
    span::Span,
    token::Tokens,
    word::{Word, WordData},
};

/// Maximum size of a parsed source: 1 GiB. Spans have 32 bits, and the joined text of continued lines is stored in
/// addition.
pub const MAX_SOURCE_LEN: usize = 1 << 30;

/// A parsed script: its syntax tree, with the position of every byte.
///
/// It borrows its source and owns a handful of flat tables; [`Line`], [`Command`], [`Word`] and
/// [`Expansion`] are cheap views into them.
//
// Internally, a token's position is a range of text coordinates. Offsets up to the source's length refer to the source.
// Offsets after it refer to `joined`, which contains the continued lines without their continuations. Only
// `source_span` converts them to positions in the source.
#[derive(Clone)]
pub struct Script<'s> {
    pub(crate) source: &'s [u8],
    pub(crate) header: Header,
    pub(crate) has_holes: bool,
    pub(crate) repeated: Vec<Span>,
    pub(crate) joined: Vec<u8>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) lines: Vec<LineData>,
    /// The lines that begin with labels: they are few, and often needed.
    pub(crate) labelled: Vec<u32>,
    pub(crate) commands: Vec<CommandData>,
    pub(crate) words: Vec<WordData>,
    pub(crate) nodes: Vec<Node>,
}

/// A piece of a continued line: the position of its content in text coordinates, and in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) text_start: u32,
    pub(crate) content: Span,
}

impl<'s> Script<'s> {
    /// The parsed bytes.
    #[must_use]
    pub fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The beginning of the file: whether iPXE recognizes it as a script, and if not, why.
    #[must_use]
    pub fn header(&self) -> Header {
        self.header
    }

    /// Whether `{{name}}` in it represents unknown text.
    #[must_use]
    pub fn has_holes(&self) -> bool {
        self.has_holes
    }

    /// The same script with parts that can be repeated: the bodies of a template's loops, in order.
    #[must_use]
    pub fn with_repeated(self, parts: impl IntoIterator<Item = Span>) -> Self {
        Self { repeated: parts.into_iter().collect(), ..self }
    }

    /// Whether a position is in a part that can be repeated.
    #[must_use]
    pub fn is_repeated(&self, span: Span) -> bool {
        let part = self.repeated.partition_point(|part| part.end() <= span.start());
        self.repeated.get(part).is_some_and(|part| part.start() <= span.start() && span.end() <= part.end())
    }

    /// The logical lines, including the header's.
    #[must_use]
    pub fn lines<'a>(
        &'a self,
    ) -> impl DoubleEndedIterator<Item = Line<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        (0..index(self.lines.len())).map(|at| Line { script: self, at })
    }

    /// The line with this index, if there is one.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<Line<'_, 's>> {
        (id.index() < self.lines.len()).then_some(Line { script: self, at: id.0 })
    }

    /// The commands of all lines, including empty ones.
    #[must_use]
    pub fn commands<'a>(
        &'a self,
    ) -> impl DoubleEndedIterator<Item = Command<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        (0..index(self.commands.len())).map(|at| Command { script: self, at })
    }

    /// The command with this index, if there is one.
    #[must_use]
    pub fn command(&self, id: CommandId) -> Option<Command<'_, 's>> {
        (id.index() < self.commands.len()).then_some(Command { script: self, at: id.0 })
    }

    /// The labels of all lines.
    #[must_use]
    pub fn labels<'a>(&'a self) -> impl DoubleEndedIterator<Item = Label<'a, 's>> + use<'a, 's> {
        self.labelled.iter().filter_map(|&at| Line { script: self, at }.label())
    }

    /// The labels of a line and of those after it. Finding the first one takes logarithmic time.
    ///
    /// ```
    /// let script = ipxe_syntax::parse(b"#!ipxe\n:a\necho\n:b\n");
    /// let echo = script.commands().next().unwrap();
    /// assert_eq!(script.labels_from(echo.line_id()).next().unwrap().name(), b"b");
    /// ```
    pub fn labels_from<'a>(&'a self, line: LineId) -> impl Iterator<Item = Label<'a, 's>> + use<'a, 's> {
        let first = self.labelled.partition_point(|&at| LineId::new(at) < line);
        self.labelled[first..].iter().filter_map(|&at| Line { script: self, at }.label())
    }

    /// The words of all commands, including the commands' names.
    #[must_use]
    pub fn words<'a>(
        &'a self,
    ) -> impl DoubleEndedIterator<Item = Word<'a, 's>> + ExactSizeIterator + use<'a, 's> {
        (0..index(self.words.len())).map(|at| Word { script: self, at })
    }

    /// The expansions of all words; one that contains others comes before them.
    #[must_use]
    pub fn expansions<'a>(&'a self) -> impl DoubleEndedIterator<Item = Expansion<'a, 's>> + use<'a, 's> {
        (0..index(self.nodes.len()))
            .filter(|&at| self.nodes[at as usize].kind == NodeKind::Expansion)
            .map(|at| Expansion { script: self, at })
    }

    /// The `${` that are not closed in their words.
    #[must_use]
    pub fn unterminated<'a>(&'a self) -> impl DoubleEndedIterator<Item = Span> + use<'a, 's> {
        let dead = self.nodes.iter().filter(|node| node.kind == NodeKind::Unterminated);
        dead.map(|node| self.source_span(node.text))
    }

    /// The tokens and the trivia between them, in order: together they are the source.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'_, 's> {
        Tokens::new(self)
    }

    /// Writes the script from its tokens and trivia: exactly the source.
    ///
    /// ```
    /// let source = b"#!ipxe\r\necho a \\\n  b # c";
    /// assert_eq!(ipxe_syntax::parse(source).print(), source);
    /// ```
    #[must_use]
    pub fn print(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.source.len());
        for token in self.tokens() {
            out.extend_from_slice(self.slice(token.span));
        }
        out
    }

    /// The bytes of the source at `span`; none if it is out of bounds.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'s [u8] {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// The text coordinate at which `joined` begins. One past the end of the source, to leave room for an empty range
    /// there.
    pub(crate) fn joined_base(&self) -> u32 {
        index(self.source.len()) + 1
    }

    /// The bytes at a range of text coordinates.
    pub(crate) fn text(&self, span: Span) -> &[u8] {
        let base = self.joined_base();
        if span.start() < base {
            &self.source[span.range()]
        } else {
            &self.joined[Span::new(span.start() - base, span.end() - base).range()]
        }
    }

    /// The position of a range of text coordinates in the source, including the continuations inside it.
    pub(crate) fn source_span(&self, text: Span) -> Span {
        if text.start() < self.joined_base() {
            return text;
        }
        let start = self.source_offset(text.start());
        let end = if text.is_empty() { start } else { self.source_offset(text.end() - 1) + 1 };
        Span::new(start, end)
    }

    fn source_offset(&self, text: u32) -> u32 {
        // An offset in `joined` is at or after the first piece, so there is always a piece before it.
        let after = self.pieces.partition_point(|piece| piece.text_start <= text);
        let piece = self.pieces[after.saturating_sub(1)];
        piece.content.start() + (text - piece.text_start)
    }
}

impl std::fmt::Debug for Script<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Script").field("header", &self.header).finish_non_exhaustive()
    }
}

/// A table's length or index as the 32 bits that tokens store; [`MAX_SOURCE_LEN`] keeps it in range.
pub(crate) fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
