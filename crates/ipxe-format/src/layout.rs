//! Formats a script, one logical line after the other.

use ipxe_catalog::Catalog;
use ipxe_host::Templating;
use ipxe_syntax::{Line, Script, Token, TokenKind};
use memchr::memchr;

use crate::{
    columns::{Cell, Cells, Column},
    comment::lacks_blank,
    item,
    kept::{Keeper, Kept},
    line_end::LineEnd,
    text::{push, trim_end, trim_start, width},
};

/// The maximum number of consecutive blank lines; further ones are removed.
const MOST_BLANK_LINES: usize = 2;

/// The indentation of the pieces of a line after the first one.
const CONTINUED: &[u8] = b"    ";

/// The output of the formatter.
pub(crate) struct Layout<'a, 's> {
    script: &'a Script<'s>,
    line_end: LineEnd,
    out: Vec<u8>,
    /// Blank lines to write before the next line, if there is one.
    blank_lines: usize,
    cells: Cells,
}

impl<'a, 's> Layout<'a, 's> {
    pub(crate) fn of(script: &'a Script<'s>, templating: &Templating) -> Vec<u8> {
        let keeper = Keeper::new(script, templating);
        let keeps_indentation = keeper.keeps_indentation();
        let kept: Vec<Kept> = keeper.collect();
        let mut layout = Self {
            script,
            line_end: line_end(script, &kept),
            out: Vec::with_capacity(script.source().len() + script.source().len() / 8),
            blank_lines: 0,
            cells: Cells::default(),
        };
        let mut tokens = script.tokens().peekable();
        let mut own = Vec::new();
        for (line, kept) in script.lines().zip(kept) {
            let end = line.full_span().end();
            own.clear();
            own.extend(std::iter::from_fn(|| tokens.next_if(|token| token.span.end() <= end)));
            match kept {
                Kept::All => layout.keep(line),
                Kept::Text => layout.keep_text(line),
                Kept::Words if is_blank(&own) => layout.skip(),
                Kept::Words => {
                    let is_indented = keeps_indentation && is_indented(&own);
                    let indentation = if is_indented { script.slice(own[0].span) } else { b"" };
                    layout.lay_out(line, &own, indentation);
                }
            }
        }
        layout.cells.align(&mut layout.out);
        layout.out
    }

    fn keep(&mut self, line: Line<'_, '_>) {
        self.end_column();
        self.begin_line();
        self.out.extend_from_slice(self.script.slice(line.full_span()));
    }

    fn keep_text(&mut self, line: Line<'_, '_>) {
        self.begin_line();
        let (text, is_cut) = trim_end(self.script.slice(line.span()));
        self.blank_lines += usize::from(is_cut);
        push(&mut self.out, text, self.line_end);
        self.end_line();
        if text.is_empty() || self.blank_lines > 0 {
            self.end_column();
        }
    }

    fn skip(&mut self) {
        self.end_column();
        self.blank_lines += 1;
    }

    fn lay_out(&mut self, line: Line<'_, '_>, tokens: &[Token], indentation: &[u8]) {
        self.begin_line();
        let cell = self.push_tokens(line, tokens, indentation);
        self.end_line();
        match cell {
            Some(cell) => self.cells.add(cell, &mut self.out),
            // Comments between items, and items without a text, do not end the column.
            None if item::is_item(line) || tokens.iter().all(|token| token.kind.is_trivia()) => {}
            None => self.end_column(),
        }
        // A removed `\` leaves a blank line, which ends a column like any other.
        if self.blank_lines > 0 {
            self.end_column();
        }
    }

    fn push_tokens(&mut self, line: Line<'_, '_>, tokens: &[Token], indentation: &[u8]) -> Option<Cell> {
        let start = self.out.len();
        let column = column(line, tokens);
        let mut cell = None;
        let mut is_continued = false;
        for (number, token) in tokens.iter().enumerate() {
            is_continued |= token.kind == TokenKind::Continuation;
            if !is_text(token.kind) {
                continue;
            }
            let is_swallowed = is_continued && self.is_swallowed(*token);
            self.separate(
                self.out.len() == start,
                is_continued,
                if is_swallowed { None } else { Some(indentation) },
            );
            if let Some((column, _)) = column.filter(|(_, at)| *at == number) {
                let (at, width) = (self.out.len(), width(&self.out[start..self.out.len() - 1]));
                cell = Some(Cell { column, at, width });
            }
            is_continued = false;
            self.push_token(*token);
        }
        // A continuation with nothing after it adds a blank line.
        self.blank_lines += usize::from(is_continued);
        // Lines of several pieces are not aligned.
        cell.filter(|_| memchr(b'\n', &self.out[start..]).is_none())
    }

    /// Whether a piece looks like a separate line: it begins, without indentation, with a command or a label. The `\`
    /// above may be a mistake, which indentation would hide.
    fn is_swallowed(&self, token: Token) -> bool {
        let start = token.span.start() as usize;
        let text = self.script.slice(token.span);
        let begins_line = start.checked_sub(1).and_then(|at| self.script.source().get(at)) == Some(&b'\n');
        begins_line && (text.starts_with(b":") || Catalog::command_in_any_release(text).is_some())
    }

    /// Writes the separator between two tokens, or before the first one. Without indentation, a continuation starts at
    /// the beginning of its line.
    fn separate(&mut self, is_first: bool, is_continued: bool, indentation: Option<&[u8]>) {
        if is_first {
            self.out.extend_from_slice(indentation.unwrap_or_default());
        } else if is_continued {
            self.out.extend_from_slice(b" \\");
            self.out.extend_from_slice(self.line_end.as_bytes());
            if let Some(indentation) = indentation {
                self.out.extend_from_slice(indentation);
                self.out.extend_from_slice(CONTINUED);
            }
        } else {
            self.out.push(b' ');
        }
    }

    fn push_token(&mut self, token: Token) {
        let text = self.script.slice(token.span);
        if token.kind != TokenKind::Comment {
            push(&mut self.out, text, self.line_end);
            return;
        }
        let (text, is_cut) = trim_end(text);
        self.blank_lines += usize::from(is_cut);
        if lacks_blank(text) {
            self.out.extend_from_slice(b"# ");
            push(&mut self.out, &text[1..], self.line_end);
        } else {
            push(&mut self.out, text, self.line_end);
        }
    }

    fn begin_line(&mut self) {
        for _ in 0..self.blank_lines.min(MOST_BLANK_LINES) {
            self.out.extend_from_slice(self.line_end.as_bytes());
        }
        self.blank_lines = 0;
    }

    fn end_line(&mut self) {
        // At the very end, a `\` would continue the line.
        if self.out.ends_with(b"\\") {
            self.out.push(b' ');
        }
        self.out.extend_from_slice(self.line_end.as_bytes());
    }

    fn end_column(&mut self) {
        self.cells.align(&mut self.out);
    }
}

/// The most frequent line end of the lines that are formatted.
fn line_end(script: &Script<'_>, kept: &[Kept]) -> LineEnd {
    let lines = script.lines().zip(kept).filter(|(line, kept)| match kept {
        Kept::All => false,
        Kept::Text => true,
        Kept::Words => !trim_start(line.text()).is_empty(),
    });
    LineEnd::of_most(lines.map(|(line, _)| script.slice(line.full_span())))
}

fn is_blank(tokens: &[Token]) -> bool {
    !tokens.iter().any(|token| is_text(token.kind))
}

/// Whether a token is text, and not a separator.
fn is_text(kind: TokenKind) -> bool {
    !kind.is_trivia() || kind == TokenKind::Comment
}

/// Whether a line begins with white space and continues in the same piece.
fn is_indented(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|token| token.kind == TokenKind::Whitespace)
        && tokens.get(1).is_some_and(|token| is_text(token.kind))
}

/// The column to which a line belongs, and the token that is in it.
fn column(line: Line<'_, '_>, tokens: &[Token]) -> Option<(Column, usize)> {
    if line.label().is_some() {
        return None;
    }
    if item::is_item(line) {
        let number = item::text_word(line)?;
        let mut words = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word);
        return words.nth(number).map(|(at, _)| (Column::ItemText, at));
    }
    let comment = tokens.iter().position(|token| token.kind == TokenKind::Comment)?;
    tokens[..comment].iter().any(|token| is_text(token.kind)).then_some((Column::Comment, comment))
}
