//! The marks of a template, in order.

use std::ops::Range;

use memchr::memmem;

use super::{
    Templating,
    rows::{Dollar, Kind, LineMark, Mark, Role, Row},
};

/// A mark.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: TokenKind,
    /// What it removes before and after it.
    pub(super) trims: (Trim, Trim),
}

/// What a mark removes from the text beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trim {
    /// Nothing, unless an option of the engine is set.
    #[default]
    Default,
    /// White space, because of a sign in the mark.
    Blanks,
    /// Nothing, because of a sign in the mark.
    Nothing,
}

#[derive(Debug)]
pub(super) enum TokenKind {
    Value,
    Nothing,
    /// It represents other bytes.
    Escape(&'static [u8]),
    Statement {
        role: Role,
        text: Range<usize>,
        condition: Range<usize>,
    },
}

/// The maximum length of a mark, in bytes; longer text is not a mark.
const LONGEST_MARK: usize = 1 << 13;

/// The maximum length of a value with braces in it.
const LONGEST_EXPRESSION: usize = 1 << 10;

/// The marks of a text, in order.
pub(super) fn tokens(source: &[u8], row: &'static Row, templating: &Templating) -> Vec<Token> {
    let mut lexer = Lexer { source, row, templating, closings: Closings::default(), line: (0, true) };
    let signs = Signs::of(row);
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| signs.find(rest)) {
        let start = at + found;
        let Some(token) = lexer.token(start) else {
            at = start + 1;
            continue;
        };
        at = token.range.end;
        if let TokenKind::Statement { role: Role::Raw, text, .. } = &token.kind {
            at = lexer.end_of_raw(at, text.clone());
        }
        tokens.push(token);
    }
    tokens
}

/// The first bytes of marks.
enum Signs {
    /// The maximum number for the fastest search. Some may be equal.
    Few([u8; 3]),
    Many(Box<[bool; 256]>),
}

impl Signs {
    fn of(row: &Row) -> Self {
        let opens =
            row.marks.iter().map(|mark| mark.open).chain(row.escapes.iter().map(|(written, _)| *written));
        let others: [&[u8]; 3] = [
            match row.line {
                LineMark::None => b"",
                LineMark::Percent => b"%",
                LineMark::Hash => b"#",
                LineMark::At => b"@",
            },
            if row.dollar == Dollar::Script { b"" } else { b"$" },
            if row.line == LineMark::Hash { b"@" } else { b"@#" },
        ];
        let mut signs: Vec<u8> =
            opens.filter_map(|open| open.first()).chain(others.into_iter().flatten()).copied().collect();
        signs.sort_unstable();
        signs.dedup();
        match *signs.as_slice() {
            [one, two] => Self::Few([one, two, two]),
            [one, two, three] => Self::Few([one, two, three]),
            _ => {
                let mut is_sign = Box::new([false; 256]);
                for sign in signs {
                    is_sign[usize::from(sign)] = true;
                }
                Self::Many(is_sign)
            }
        }
    }

    /// The offset of the first of them.
    fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Few([one, two, three]) => memchr::memchr3(*one, *two, *three, text),
            Self::Many(is_sign) => text.iter().position(|byte| is_sign[usize::from(*byte)]),
        }
    }
}

struct Lexer<'s> {
    source: &'s [u8],
    row: &'static Row,
    templating: &'s Templating,
    closings: Closings,
    /// The start of the last line that was checked, and whether it had only white space up to the last mark.
    line: (usize, bool),
}

impl Lexer<'_> {
    /// The mark that begins at a position.
    fn token(&mut self, start: usize) -> Option<Token> {
        let rest = &self.source[start..];
        let one =
            |length: usize, kind| Token { range: start..start + length, kind, trims: Default::default() };
        if let Some((written, meant)) = self.row.escapes.iter().find(|(written, _)| rest.starts_with(written))
        {
            return Some(one(written.len(), TokenKind::Escape(meant)));
        }
        if let Some(token) = self.line_statement(start) {
            return Some(token);
        }
        let is_hash = self.row.line == LineMark::Hash;
        if let Some(length) = name_length(rest).filter(|_| !is_hash || rest[0] == b'@') {
            return Some(one(length, TokenKind::Value));
        }
        if rest[0] == b'$'
            && let Some(length) = self.dollar(rest)
        {
            return Some(one(length, TokenKind::Value));
        }
        self.marked(start)
    }

    /// A mark with its closing delimiter.
    fn marked(&mut self, start: usize) -> Option<Token> {
        let rest = &self.source[start..];
        // After a `$`, a brace belongs to the script.
        if rest[0] == b'{' && start > 0 && self.source[start - 1] == b'$' {
            return None;
        }
        let mark = self.row.marks.iter().find(|mark| rest.starts_with(mark.open))?;
        let inside = start + mark.open.len();
        let length = if mark.close == b"}" {
            balanced(&self.source[inside..])?
        } else {
            let length = self.closings.next(self.source, mark.close, inside)? - inside;
            // A value that contains the beginning of another one was never closed.
            let holds_other = || memmem::find(&self.source[inside..inside + length], mark.open).is_some();
            if length > LONGEST_MARK || holds_other() {
                return None;
            }
            length
        };
        Some(self.closed(start, inside..inside + length, mark))
    }

    fn closed(&self, start: usize, inside: Range<usize>, mark: &Mark) -> Token {
        let trim = |byte: Option<&u8>| match byte {
            Some(byte) if self.row.trims.contains(byte) => Trim::Blanks,
            Some(b'+') if self.row.has_block_options() && mark.kind != Kind::Value => Trim::Nothing,
            _ => Trim::Default,
        };
        let text = &self.source[inside.clone()];
        let before = trim(text.first());
        let after = trim(text.last().filter(|_| text.len() > 1));
        let range = start..inside.end + mark.close.len();
        let is_sign = |trim: Trim| usize::from(trim != Trim::Default);
        let inside = inside.start + is_sign(before)..inside.end - is_sign(after);
        let kind = match (mark.kind, self.statement(inside)) {
            (Kind::Statement | Kind::Either, Some(statement)) => statement,
            (Kind::Comment, _) | (Kind::Statement, None) => TokenKind::Nothing,
            (Kind::Value | Kind::Either, _) => TokenKind::Value,
        };
        Token { range, kind, trims: (before, after) }
    }

    /// The statement in a text. None if its first word is not a keyword.
    fn statement(&self, inside: Range<usize>) -> Option<TokenKind> {
        let text = trimmed(self.source, inside);
        let (role, word) = self.row.role(&self.source[text.clone()])?;
        let condition = trimmed(self.source, text.start + word..text.end);
        Some(TokenKind::Statement { role, text, condition })
    }

    /// Whether there is only white space before a position on its line. Takes linear time in total if the positions are
    /// ascending.
    fn begins_line(&mut self, at: usize) -> bool {
        let (from, is_blank) = self.line;
        let between = &self.source[from..at];
        let is_all = |text: &[u8]| text.iter().all(|byte| matches!(byte, b' ' | b'\t'));
        let is_blank = match memchr::memrchr(b'\n', between) {
            Some(end) => is_all(&between[end + 1..]),
            None => is_blank && is_all(between),
        };
        self.line = (at, is_blank);
        is_blank
    }

    /// A line that is a statement, or part of one.
    fn line_statement(&mut self, start: usize) -> Option<Token> {
        let sign = self.source[start];
        match (self.row.line, sign) {
            (LineMark::Percent, b'%') if self.begins_line(start) => Some(self.percent(start)),
            (LineMark::Hash, b'#') => self.hash(start),
            (LineMark::At, b'@') if self.begins_line(start) => self.at(start),
            _ => None,
        }
    }

    fn percent(&self, start: usize) -> Token {
        let rest = &self.source[start + 1..];
        if rest.first() == Some(&b'%') {
            let kind = TokenKind::Escape(b"%");
            return Token { range: start..start + 2, kind, trims: Default::default() };
        }
        let text = trimmed(self.source, start + 1..line_end(self.source, start));
        let text = text.start..text.end - usize::from(self.source[text.clone()].ends_with(b":"));
        let kind = self.statement(text).unwrap_or(TokenKind::Nothing);
        Token { range: self.whole_line(start), kind, trims: Default::default() }
    }

    fn hash(&mut self, start: usize) -> Option<Token> {
        let begins = self.begins_line(start);
        let rest = &self.source[start + 1..];
        if rest.starts_with(b"#") {
            let range = if begins { self.whole_line(start) } else { start..line_end(self.source, start) };
            return Some(Token { range, kind: TokenKind::Nothing, trims: Default::default() });
        }
        let end = memchr::memchr2(b'\n', b'#', rest).map_or(self.source.len(), |at| start + 1 + at);
        let kind = rest.first().filter(|first| first.is_ascii_alphabetic());
        let kind = kind.and_then(|_| self.statement(start + 1..end))?;
        // `#if $a# b #end if#` is on a line with other text.
        let range = match self.source.get(end) {
            Some(b'#') => start..end + 1,
            _ if begins => self.whole_line(start),
            _ => return None,
        };
        Some(Token { range, kind, trims: Default::default() })
    }

    fn at(&self, start: usize) -> Option<Token> {
        let end = line_end(self.source, start);
        let text = &self.source[start + 1..end];
        let word = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let kind = self.statement(start + 1..end)?;
        let rest = text[word..].trim_ascii();
        // The text after an argument is literal: `@if(a) shell @endif`.
        let is_whole = rest.is_empty() || rest.starts_with(b"(") && rest.ends_with(b")");
        is_whole.then(|| Token { range: self.whole_line(start), kind, trims: Default::default() })
    }

    /// The line that contains a position, with its end.
    fn whole_line(&self, at: usize) -> Range<usize> {
        let start = memchr::memrchr(b'\n', &self.source[..at]).map_or(0, |end| end + 1);
        start..(line_end(self.source, at) + 1).min(self.source.len())
    }

    /// The length of the value that a `$` begins.
    fn dollar(&self, text: &[u8]) -> Option<usize> {
        let rest = &text[1..];
        match self.row.dollar {
            Dollar::Script => None,
            Dollar::Shell => {
                let is_braced = rest.first() == Some(&b'{');
                let rest = &rest[usize::from(is_braced)..];
                let name = identifier(rest)?;
                let is_closed = !is_braced || rest.get(name) == Some(&b'}');
                let is_known = self.templating.fills_in(&rest[..name]);
                (is_closed && is_known).then_some(1 + name + 2 * usize::from(is_braced))
            }
            Dollar::Cheetah => {
                let quiet = usize::from(matches!(rest.first(), Some(b'!' | b'*')));
                let rest = &rest[quiet..];
                let is_braced = rest.first() == Some(&b'{');
                let rest = &rest[usize::from(is_braced)..];
                let path = path_length(rest)?;
                let is_closed = !is_braced || rest.get(path) == Some(&b'}');
                is_closed.then_some(1 + quiet + path + 2 * usize::from(is_braced))
            }
        }
    }

    /// The end of the text without marks that begins at a position: the statement that closes it.
    fn end_of_raw(&self, from: usize, text: Range<usize>) -> usize {
        let name = self.source[text].iter().copied().take_while(u8::is_ascii_alphabetic);
        let name: Vec<u8> = name.collect();
        let opens = self.row.marks.iter().find(|mark| mark.kind == Kind::Statement).map(|mark| mark.open);
        let open = opens.unwrap_or(b"#");
        let is_end = |inside: &[u8]| {
            let inside = inside.strip_prefix(b"-").unwrap_or(inside).trim_ascii_start();
            inside.strip_prefix(b"end").is_some_and(|rest| rest.trim_ascii_start().starts_with(&name))
        };
        let mut opens = memmem::find_iter(&self.source[from..], open);
        let close = opens.find(|at| is_end(&self.source[from + at + open.len()..]));
        close.map_or(self.source.len(), |at| from + at)
    }
}

/// The ends of marks: each kind is searched once.
#[derive(Default)]
struct Closings(Vec<(&'static [u8], Option<usize>)>);

impl Closings {
    /// The first such end after a position.
    fn next(&mut self, source: &[u8], close: &'static [u8], from: usize) -> Option<usize> {
        let find = || memmem::find(&source[from..], close).map(|at| from + at);
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| *known == close) {
            if known.is_some_and(|at| at < from) {
                *known = find();
            }
            return *known;
        }
        let found = find();
        self.0.push((close, found));
        found
    }
}

/// Without white space around it.
fn trimmed(source: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let start = range.end - text.trim_ascii_start().len();
    start..start + source[start..range.end].trim_ascii_end().len()
}

/// The end of the line that contains a position.
fn line_end(source: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &source[at..]).map_or(source.len(), |end| at + end)
}

/// `identifier = ( ALPHA / "_" ) *( ALPHA / DIGIT / "_" )`
fn identifier(text: &[u8]) -> Option<usize> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let is_first = text.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_');
    is_first.then(|| text.iter().take_while(is_part).count())
}

/// `path = identifier *( "." identifier / "(" … ")" / "[" … "]" )`
fn path_length(text: &[u8]) -> Option<usize> {
    let mut length = identifier(text)?;
    loop {
        let rest = &text[length..];
        length += match rest {
            [b'.', inner @ ..] => match identifier(inner) {
                Some(name) => 1 + name,
                None => return Some(length),
            },
            [b'(' | b'[', inner @ ..] => match balanced(inner) {
                Some(inside) => inside + 2,
                None => return Some(length),
            },
            _ => return Some(length),
        };
    }
}

/// The length of the text before the bracket that closes an expression; brackets and quoted texts inside are skipped.
fn balanced(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_quoted = false;
    let mut bytes = text.iter().take(LONGEST_EXPRESSION).enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if is_quoted => drop(bytes.next()),
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' if depth == 0 => return Some(at),
            b'}' | b')' | b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `name = "@" NAME "@" / "##" NAME "##"`, which an installer replaces.
fn name_length(text: &[u8]) -> Option<usize> {
    let sign: &[u8] = if text.starts_with(b"##") { b"##" } else { b"@" };
    let rest = text.strip_prefix(sign)?;
    let is_part = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    let name = rest.iter().take_while(is_part).count();
    (name > 0 && rest[name..].starts_with(sign)).then_some(name + 2 * sign.len())
}
