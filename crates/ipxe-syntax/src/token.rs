use std::collections::VecDeque;

use crate::{
    command::OperatorKind,
    line::{Line, LineId},
    script::{MAX_SOURCE_LEN, Script, index},
    span::Span,
};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum TokenKind {
    /// A word of a command.
    Word,
    /// `||`, `&&` or `;` as a word of its own.
    Operator(OperatorKind),
    /// `:` and a label's name.
    Label,
    /// `#` and the rest of the line.
    Comment,
    /// White space between other tokens.
    Whitespace,
    /// `\` and a line end, between tokens. Inside a token, it is a part of that token's span.
    Continuation,
    /// `\n`, and the `\r` before it that iPXE removes.
    LineEnd,
    /// A NUL byte and the rest of the line, which iPXE never reads.
    Lost,
    /// The bytes after [`MAX_SOURCE_LEN`].
    Unparsed,
}

impl TokenKind {
    /// Whether iPXE ignores it.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        !matches!(self, Self::Word | Self::Operator(_) | Self::Label)
    }
}

/// A token: bytes and their kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its position.
    pub span: Span,
}

/// The tokens and trivia of a script, in order and without gaps. Created by [`Script::tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a, 's> {
    script: &'a Script<'s>,
    next_line: u32,
    /// The remaining tokens of the current line.
    ready: VecDeque<Token>,
    /// The position up to which tokens were created.
    at: u32,
}

impl<'a, 's> Tokens<'a, 's> {
    pub(crate) fn new(script: &'a Script<'s>) -> Self {
        Self { script, next_line: 0, ready: VecDeque::new(), at: 0 }
    }

    fn read_line(&mut self, line: Line<'a, 's>) {
        if let Some(label) = line.label() {
            self.push(TokenKind::Label, label.span());
        }
        for command in line.commands() {
            if let Some(operator) = command.operator() {
                self.push(TokenKind::Operator(operator.kind), operator.span);
            }
            for word in command.words() {
                self.push(TokenKind::Word, word.span());
            }
        }
        if let Some(comment) = line.comment() {
            self.push(TokenKind::Comment, comment);
        }
        if let Some(lost) = line.lost() {
            self.push(TokenKind::Lost, lost);
        }
        self.fill(line.full_span().end());
    }

    fn push(&mut self, kind: TokenKind, span: Span) {
        self.fill(span.start());
        self.emit(kind, span.end());
    }

    fn emit(&mut self, kind: TokenKind, end: u32) {
        if self.at < end {
            self.ready.push_back(Token { kind, span: Span::new(self.at, end) });
            self.at = end;
        }
    }

    /// Creates trivia for the bytes up to `end`: white space, continuations and a line end.
    fn fill(&mut self, end: u32) {
        while self.at < end {
            let gap = self.script.slice(Span::new(self.at, end));
            let blanks = index(gap.iter().take_while(|&&byte| byte != b'\\' && byte != b'\n').count());
            let marker = &gap[blanks as usize..];
            match marker.first() {
                Some(b'\\') => {
                    self.emit(TokenKind::Whitespace, self.at + blanks);
                    let line_end = memchr::memchr(b'\n', marker).map_or(marker.len(), |at| at + 1);
                    self.emit(TokenKind::Continuation, self.at + index(line_end));
                }
                Some(_) => {
                    let dropped = u32::from(gap[..blanks as usize].ends_with(b"\r"));
                    self.emit(TokenKind::Whitespace, self.at + blanks - dropped);
                    self.emit(TokenKind::LineEnd, self.at + dropped + 1);
                }
                None => self.emit(TokenKind::Whitespace, end),
            }
        }
    }
}

impl Iterator for Tokens<'_, '_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.ready.is_empty() {
            if let Some(line) = self.script.line(LineId(self.next_line)) {
                self.next_line += 1;
                self.read_line(line);
            } else {
                // The parser only stops at a limit.
                let end = self.script.source.len();
                if self.at as usize >= end {
                    return None;
                }
                debug_assert!(end > MAX_SOURCE_LEN, "a line ends with each part that was parsed");
                self.emit(TokenKind::Unparsed, index(end));
            }
        }
        self.ready.pop_front()
    }
}
