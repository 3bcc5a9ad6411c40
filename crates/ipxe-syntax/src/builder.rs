//! Fills a [`Script`]'s tables, a logical line at a time.

use crate::{
    command::{CommandData, OperatorKind},
    grammar::{self, Lexeme},
    header::Header,
    line::{LineData, Pieces},
    marks::{Bytes, Marks},
    script::{MAX_SOURCE_LEN, Piece, Script, index},
    segment,
    span::Span,
    word::WordData,
};

pub(crate) fn build(source: &[u8], has_holes: bool) -> Script<'_> {
    let parsed = &source[..source.len().min(MAX_SOURCE_LEN)];
    let script = Script {
        source,
        header: Header::read(parsed),
        has_holes,
        repeated: Vec::new(),
        joined: Vec::new(),
        pieces: Vec::new(),
        lines: Vec::new(),
        labelled: Vec::new(),
        commands: Vec::new(),
        words: Vec::new(),
        nodes: Vec::new(),
    };
    let mut builder = Builder { script, open: Vec::new(), may_have_nul: memchr::memchr(0, parsed).is_some() };
    let mut rest = parsed;
    while !rest.is_empty() {
        rest = builder.logical_line(parsed, rest);
    }
    builder.script
}

struct Builder<'s> {
    script: Script<'s>,
    /// Scratch space: the open `${`.
    open: Vec<u32>,
    /// Whether lines have to be searched for NUL bytes at all.
    may_have_nul: bool,
}

impl<'s> Builder<'s> {
    /// Parses one logical line at the start of `rest`; `parsed` and `rest` have the same end.
    fn logical_line(&mut self, parsed: &'s [u8], rest: &'s [u8]) -> &'s [u8] {
        let start = index(parsed.len() - rest.len());
        let (piece, after) = grammar::piece(rest);
        let (content, is_continued) = grammar::piece_content(piece);
        let mut line = LineData {
            start,
            first_command: index(self.script.commands.len()),
            comment: LineData::NONE,
            has_label: false,
            has_nul: false,
            pieces: Pieces::Single,
        };
        let after = if is_continued {
            self.joined_line(&mut line, parsed, rest)
        } else {
            self.line_text(&mut line, start, content);
            after
        };
        if line.has_label {
            self.script.labelled.push(index(self.script.lines.len()));
        }
        self.script.lines.push(line);
        after
    }

    /// Parses a line of several pieces, which are joined in `joined`.
    fn joined_line(&mut self, line: &mut LineData, parsed: &'s [u8], mut rest: &'s [u8]) -> &'s [u8] {
        // Removed while the other tables are being filled.
        let mut joined = std::mem::take(&mut self.script.joined);
        let base = self.script.joined_base();
        let begin = joined.len();
        let mut is_continued = true;
        while is_continued && !rest.is_empty() {
            let start = index(parsed.len() - rest.len());
            let (piece, after) = grammar::piece(rest);
            let content;
            (content, is_continued) = grammar::piece_content(piece);
            self.script.pieces.push(Piece {
                text_start: base + index(joined.len()),
                content: Span::new(start, start + index(content.len())),
            });
            joined.extend_from_slice(content);
            rest = after;
        }
        line.pieces = if is_continued { Pieces::Unfinished } else { Pieces::Joined };
        self.line_text(line, base + index(begin), &joined[begin..]);
        // Separates the end of this line from the start of the next joined line.
        joined.push(b'\n');
        self.script.joined = joined;
        rest
    }

    /// `line-text = blank [label] *( blank lexeme ) blank [NUL *any]`, at `start` in text coordinates.
    fn line_text(&mut self, line: &mut LineData, start: u32, text: &[u8]) {
        let nul = self.may_have_nul.then(|| memchr::memchr(0, text)).flatten();
        line.has_nul = nul.is_some();
        let text = nul.map_or(text, |nul| &text[..nul]);
        let at = |rest: &[u8]| start + index(text.len() - rest.len());
        let mut rest = grammar::skip_blank(text);
        if let Ok((after, _)) = grammar::label(rest) {
            line.has_label = true;
            rest = grammar::skip_blank(after);
        }
        let mut command_open = false;
        while let Ok((after, lexeme)) = grammar::lexeme(rest) {
            let span = Span::new(at(rest), at(after));
            match lexeme {
                Lexeme::Comment(_) => line.comment = span.start(),
                Lexeme::Operator(kind) => {
                    if !command_open {
                        self.begin_command(None, span.start());
                    }
                    self.begin_command(Some(kind), span.start());
                    command_open = true;
                }
                Lexeme::Word { text, bytes } => {
                    if !command_open {
                        self.begin_command(None, span.start());
                        command_open = true;
                    }
                    self.word(text, span, bytes);
                }
            }
            rest = grammar::skip_blank(after);
        }
    }

    fn begin_command(&mut self, operator: Option<OperatorKind>, start: u32) {
        let line = index(self.script.lines.len());
        let first_word = index(self.script.words.len());
        self.script.commands.push(CommandData { operator, marks: Marks::NONE, start, first_word, line });
    }

    /// Adds a word to the last command.
    fn word(&mut self, word: &[u8], text: Span, bytes: Bytes) {
        let first_node = index(self.script.nodes.len());
        self.script.words.push(WordData { text, first_node });
        let has_holes = self.script.has_holes && bytes.intersects(Bytes::BRACE);
        let marks = if has_holes || bytes.intersects(Bytes::DOLLAR) {
            segment::segment(word, text.start(), bytes, has_holes, &mut self.script.nodes, &mut self.open)
        } else {
            bytes.marks()
        };
        if let Some(command) = self.script.commands.last_mut() {
            command.marks = command.marks.union(marks);
        }
    }
}
