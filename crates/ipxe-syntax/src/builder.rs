//! Fills a [`Script`]'s tables, a logical line at a time.

use crate::{
    command::{CommandData, OperatorKind},
    grammar::{self, Lexeme},
    header::Header,
    line::LineData,
    script::{MAX_SOURCE_LEN, Piece, Script, index},
    segment,
    span::Span,
    word::WordData,
};

pub(crate) fn build(source: &[u8]) -> Script<'_> {
    let parsed = &source[..source.len().min(MAX_SOURCE_LEN)];
    let script = Script {
        source,
        header: Header::read(parsed),
        joined: Vec::new(),
        pieces: Vec::new(),
        lines: Vec::new(),
        commands: Vec::new(),
        words: Vec::new(),
        nodes: Vec::new(),
    };
    let mut builder = Builder { script, open: Vec::new() };
    let mut rest = parsed;
    while !rest.is_empty() {
        rest = builder.logical_line(parsed, rest);
    }
    builder.script
}

struct Builder<'s> {
    script: Script<'s>,
    /// Scratch space: the `${` that are open.
    open: Vec<u32>,
}

impl<'s> Builder<'s> {
    /// Reads one logical line off the front of `rest`; `parsed` ends where `rest` does.
    fn logical_line(&mut self, parsed: &'s [u8], rest: &'s [u8]) -> &'s [u8] {
        let offset = |rest: &[u8]| index(parsed.len() - rest.len());
        let (first_piece, after) = grammar::piece(rest);
        let (content, continued) = grammar::piece_content(first_piece);
        let start = offset(rest);
        let mut line = LineData {
            source: Span::new(start, offset(after)),
            text: Span::new(start, start + index(content.len())),
            ..self.empty_line()
        };
        if !continued {
            self.line_text(&mut line, content);
            self.script.lines.push(line);
            return after;
        }
        let rest = self.join(&mut line, parsed, rest);
        line.source = Span::new(start, offset(rest));
        self.joined_text(&mut line);
        self.script.lines.push(line);
        rest
    }

    fn empty_line(&self) -> LineData {
        LineData {
            source: Span::default(),
            text: Span::default(),
            label: None,
            comment: None,
            lost: None,
            first_piece: index(self.script.pieces.len()),
            first_command: index(self.script.commands.len()),
            unfinished: false,
        }
    }

    /// Puts the pieces of a continued line together in `joined`.
    fn join(&mut self, line: &mut LineData, parsed: &'s [u8], mut rest: &'s [u8]) -> &'s [u8] {
        let base = self.script.joined_base();
        let text_start = base + index(self.script.joined.len());
        loop {
            let start = index(parsed.len() - rest.len());
            let (piece, after) = grammar::piece(rest);
            let (content, continued) = grammar::piece_content(piece);
            self.script.pieces.push(Piece {
                text_start: base + index(self.script.joined.len()),
                content: Span::new(start, start + index(content.len())),
            });
            self.script.joined.extend_from_slice(content);
            rest = after;
            line.unfinished = continued;
            if !continued || rest.is_empty() {
                break;
            }
        }
        line.text = Span::new(text_start, base + index(self.script.joined.len()));
        // Keeps this line's end apart from the next joined line's start.
        self.script.joined.push(b'\n');
        rest
    }

    fn joined_text(&mut self, line: &mut LineData) {
        let base = self.script.joined_base();
        let range = Span::new(line.text.start() - base, line.text.end() - base).range();
        // Taken out for as long as the other tables are filled.
        let joined = std::mem::take(&mut self.script.joined);
        self.line_text(line, &joined[range]);
        self.script.joined = joined;
    }

    /// `line-text = blank [label] *( blank lexeme ) blank [NUL *any]`
    fn line_text(&mut self, line: &mut LineData, text: &[u8]) {
        let start = line.text.start();
        let text = match memchr::memchr(0, text) {
            Some(nul) => {
                line.lost = Some(start + index(nul));
                &text[..nul]
            }
            None => text,
        };
        let at = |rest: &[u8]| start + index(text.len() - rest.len());
        let mut rest = grammar::skip_blank(text);
        if let Ok((after, _)) = grammar::label(rest) {
            line.label = Some(Span::new(at(rest), at(after)));
            rest = grammar::skip_blank(after);
        }
        let mut command_open = false;
        while let Ok((after, lexeme)) = grammar::lexeme(rest) {
            let span = Span::new(at(rest), at(after));
            match lexeme {
                Lexeme::Comment(_) => line.comment = Some(span),
                Lexeme::Operator(kind) => {
                    if !command_open {
                        self.begin_command(None, span.start());
                    }
                    self.begin_command(Some(kind), span.start());
                    command_open = true;
                }
                Lexeme::Word(word) => {
                    if !command_open {
                        self.begin_command(None, span.start());
                        command_open = true;
                    }
                    self.word(word, span);
                }
            }
            rest = grammar::skip_blank(after);
        }
    }

    fn begin_command(&mut self, operator: Option<OperatorKind>, start: u32) {
        let line = index(self.script.lines.len());
        let first_word = index(self.script.words.len());
        self.script.commands.push(CommandData { operator, start, first_word, line });
    }

    fn word(&mut self, word: &[u8], text: Span) {
        let first_node = index(self.script.nodes.len());
        self.script.words.push(WordData { text, first_node });
        segment::segment(word, text.start(), &mut self.script.nodes, &mut self.open);
    }
}
