//! How a script is written in its host: indentation, escapes, holes.

use std::ops::Range;

use crate::pieces::Pieces;

/// How a script is written in the text around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layer {
    /// The text at the start of each of its lines.
    pub(crate) indent: Vec<u8>,
    pub(crate) dialect: Dialect,
}

/// The escapes of a language, and the values that it inserts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) backslash: Backslash,
    /// Replaced bytes: first as written, then the meaning.
    pub(crate) pairs: &'static [(&'static [u8], &'static [u8])],
    pub(crate) holes: &'static [HoleMark],
    /// The quote that needs an escape.
    pub(crate) quote: Option<u8>,
    /// How a line end is written.
    pub(crate) newline: Newline,
}

/// The meaning of `\`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Backslash {
    /// Itself.
    #[default]
    Itself,
    /// An escape before `$`, a backtick, itself, the quote and a line end, which it removes; otherwise itself.
    Shell,
    /// The escapes of C.
    Source,
    /// The same, and a line end is removed together with the white space after it.
    SkippingBlanks,
}

/// How a line end is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Newline {
    /// Unchanged.
    #[default]
    Itself,
    /// `\n`
    Escaped,
    /// `\n`, and a `\` before a line end.
    EscapedAndJoined,
    /// It depends on the lines around it.
    Folded,
}

/// The kinds of inserted values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HoleMark {
    /// `$name`
    DollarName,
    /// `${…}`
    DollarBrace,
    /// `$(…)`
    DollarParenthesis,
    /// `` `…` ``
    Backtick,
    /// `%{…}`
    PercentBrace,
    /// `#{…}`
    HashBrace,
    /// `{…}`
    Brace,
    /// `{name}`, an attribute of `AsciiDoc`
    Attribute,
    /// `<name>`, `{NAME}`: a placeholder for the readers of a page
    Placeholder,
    /// `{$…}`
    BraceDollar,
    /// `%s`, `%d`, `%[1]v`
    Verb,
    /// `%(name)s`
    PercentName,
}

/// The maximum length of a hole, in bytes: a longer one contains another language.
const LONGEST_HOLE: usize = 256;

impl HoleMark {
    /// The length of such a hole at the start of a text.
    fn length(self, text: &[u8]) -> Option<usize> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        match (self, text) {
            (Self::DollarName, [b'$', first, ..]) if first.is_ascii_alphabetic() || *first == b'_' => {
                Some(1 + text[1..].iter().take_while(|byte| is_name(**byte)).count())
            }
            (Self::DollarBrace, [b'$', b'{', ..])
            | (Self::PercentBrace, [b'%', b'{', ..])
            | (Self::HashBrace, [b'#', b'{', ..]) => balanced(text, 1, b'{', b'}'),
            (Self::DollarParenthesis, [b'$', b'(', ..]) => balanced(text, 1, b'(', b')'),
            (Self::Backtick, [b'`', ..]) => {
                let inside = &text[1..text.len().min(LONGEST_HOLE)];
                Some(memchr::memchr(b'`', inside)? + 2)
            }
            (Self::Brace, [b'{', ..]) | (Self::BraceDollar, [b'{', b'$', ..]) => {
                balanced(text, 0, b'{', b'}')
            }
            (Self::Attribute, [b'{', rest @ ..]) => {
                let name = rest.iter().take_while(|byte| is_name(**byte) || **byte == b'-').count();
                (name > 0 && rest.get(name) == Some(&b'}')).then_some(name + 2)
            }
            (Self::Placeholder, _) => placeholder(text),
            (Self::Verb, [b'%', rest @ ..]) => verb(rest).map(|length| length + 1),
            (Self::PercentName, [b'%', b'(', ..]) => {
                let end = balanced(text, 1, b'(', b')')?;
                text.get(end)?.is_ascii_alphabetic().then_some(end + 1)
            }
            _ => None,
        }
    }
}

/// `verb = ["[" 1*digit "]"] ("s" / "d" / "v" / "q" / "x" / "u")`, not followed by a letter or a digit
fn verb(text: &[u8]) -> Option<usize> {
    let index = match text {
        [b'[', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (rest.get(digits) == Some(&b']')).then_some(digits + 2)?
        }
        _ => 0,
    };
    let ends = text.get(index + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (matches!(text.get(index)?, b's' | b'd' | b'v' | b'q' | b'x' | b'u') && ends).then_some(index + 1)
}

/// The length up to the bracket that closes the one at `open`, on the same line.
fn balanced(text: &[u8], open: usize, opening: u8, closing: u8) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.iter().enumerate().skip(open).take(LONGEST_HOLE) {
        match *byte {
            b'\n' => return None,
            byte if byte == opening => depth += 1,
            byte if byte == closing => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The length of a placeholder for a page's readers: words between angle brackets, or a name in capitals between
/// braces.
fn placeholder(text: &[u8]) -> Option<usize> {
    let (open, close): (usize, &[u8]) = match text {
        [b'<', ..] => (1, b">"),
        _ if text.starts_with(b"&lt;") => (4, b"&gt;"),
        [b'{', ..] => {
            let is_name = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
            let name = text[1..].iter().take_while(is_name).count();
            let is_word = name > 1 && text[1].is_ascii_uppercase();
            return (is_word && text.get(name + 1) == Some(&b'}')).then_some(name + 2);
        }
        _ => return None,
    };
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.' | b':' | b'/');
    let inside = text[open..].iter().take(LONGEST_HOLE).take_while(is_part).count();
    let is_word = text.get(open).is_some_and(u8::is_ascii_alphabetic);
    (is_word && text[open + inside..].starts_with(close)).then_some(open + inside + close.len())
}

/// The element at a position.
enum Written {
    /// Bytes that mean themselves.
    Text(usize),
    /// This many bytes, which represent others.
    Escape(usize, Vec<u8>),
    /// This many bytes, which represent an inserted value.
    Hole(usize),
}

impl Written {
    fn length(&self) -> usize {
        match self {
            Self::Text(length) | Self::Escape(length, _) | Self::Hole(length) => *length,
        }
    }
}

/// Pages for people, with their placeholders.
pub(crate) const PAGE: Dialect = Dialect {
    backslash: Backslash::Itself,
    pairs: &[],
    holes: &[HoleMark::Placeholder],
    quote: None,
    newline: Newline::Itself,
};

impl Dialect {
    /// Adds the elements of a range to pieces.
    pub(crate) fn read(&self, text: &[u8], range: Range<usize>, pieces: &mut Pieces) {
        let mut at = range.start;
        while at < range.end {
            let written = self.written(&text[at..range.end]);
            let here = at..at + written.length();
            at = here.end;
            match written {
                Written::Text(_) => pieces.text(text, here),
                Written::Escape(_, meant) => pieces.replaced(here, &meant),
                Written::Hole(_) => pieces.hole(text, here),
            }
        }
    }

    /// The end of a literal that begins at `start`: the position of its closing mark.
    pub(crate) fn end(&self, text: &[u8], start: usize, closing: &[u8]) -> Option<usize> {
        let mut at = start;
        while at < text.len() {
            let rest = &text[at..];
            let is_pair = self.pairs.iter().any(|(written, _)| rest.starts_with(written));
            if rest.starts_with(closing) && !is_pair {
                return Some(at);
            }
            at += self.written(rest).length();
        }
        None
    }

    fn written(&self, text: &[u8]) -> Written {
        // Braces of iPXE and of template engines are not a hole of a page.
        let braces =
            [HoleMark::Attribute, HoleMark::Placeholder].iter().any(|hole| self.holes.contains(hole));
        if braces && (text.starts_with(b"${") || text.starts_with(b"{{")) {
            return Written::Text(2);
        }
        if self.holes.contains(&HoleMark::Placeholder)
            && let Some(length) = placeholder(text)
        {
            return Written::Hole(length);
        }
        let pair = self.pairs.iter().find(|(written, _)| text.starts_with(written));
        if let Some((written, meant)) = pair {
            return Written::Escape(written.len(), meant.to_vec());
        }
        if let [b'\\', rest @ ..] = text
            && let Some((length, meant)) = self.backslash.escape(rest, self.quote)
        {
            return Written::Escape(length + 1, meant);
        }
        match self.holes.iter().find_map(|hole| hole.length(text)) {
            Some(length) => Written::Hole(length),
            None => Written::Text(1),
        }
    }
}

impl Backslash {
    /// The number of bytes after the `\` that belong to it, and their meaning. None: the `\` means itself.
    fn escape(self, rest: &[u8], quote: Option<u8>) -> Option<(usize, Vec<u8>)> {
        let line_end = match rest {
            [b'\n', ..] => Some(1),
            [b'\r', b'\n', ..] => Some(2),
            _ => None,
        };
        if self == Self::Itself {
            return None;
        }
        if let Some(length) = line_end {
            let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
            let skips = self == Self::SkippingBlanks;
            let blanks = rest[length..].iter().take_while(|byte| skips && is_blank(byte)).count();
            return Some((length + blanks, Vec::new()));
        }
        match self {
            Self::Shell => {
                let first = *rest.first()?;
                (matches!(first, b'$' | b'`' | b'\\') || Some(first) == quote).then(|| (1, vec![first]))
            }
            _ => source_escape(rest),
        }
    }
}

/// The escapes of C; in an invalid one, the `\` stays.
fn source_escape(rest: &[u8]) -> Option<(usize, Vec<u8>)> {
    let byte = match rest.first()? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'e' => 27,
        other @ (b'\\' | b'"' | b'\'' | b'`' | b'$' | b'/' | b'#' | b'{') => *other,
        b'x' => return hexadecimal(rest, 2),
        b'u' => return hexadecimal(rest, 4),
        _ => return None,
    };
    Some((1, vec![byte]))
}

fn hexadecimal(rest: &[u8], digits: usize) -> Option<(usize, Vec<u8>)> {
    let text = std::str::from_utf8(rest.get(1..=digits)?).ok()?;
    let code = u32::from_str_radix(text, 16).ok().filter(|_| !text.starts_with('+'))?;
    let bytes = match digits {
        2 => vec![u8::try_from(code).ok()?],
        _ => char::from_u32(code)?.to_string().into_bytes(),
    };
    Some((digits + 1, bytes))
}

impl Layer {
    /// How a text is written there; `begins_line`: it begins at the start of a line of the script.
    pub(crate) fn write(&self, text: &[u8], begins_line: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        for (number, line) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
            // White space on an empty line is useless.
            let is_empty = matches!(line, b"\n" | b"\r\n") && self.indent.trim_ascii().is_empty();
            if (number > 0 || begins_line) && !is_empty {
                out.extend_from_slice(&self.indent);
            }
            self.dialect.write(line, &mut out);
        }
        if text.ends_with(b"\n") && !begins_line {
            // The rest of the line into which it was inserted follows.
            out.extend_from_slice(&self.indent);
        }
        out
    }
}

impl Dialect {
    fn write(&self, text: &[u8], out: &mut Vec<u8>) {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            // Line ends and quotes may also be written like this, but need not.
            let is_needed = |written: &[u8], meant: &[u8]| {
                meant != b"\n" && !(written.starts_with(b"&") && matches!(meant, b"\"" | b"'"))
            };
            let pair = self
                .pairs
                .iter()
                .find(|(written, meant)| text[at..].starts_with(meant) && is_needed(written, meant));
            if let Some((written, meant)) = pair {
                out.extend_from_slice(written);
                at += meant.len();
                continue;
            }
            at += 1;
            match (self.backslash, byte) {
                (Backslash::Itself, _) => out.push(byte),
                (_, b'\n') => out.extend_from_slice(match self.newline {
                    Newline::Itself | Newline::Folded => b"\n",
                    Newline::Escaped => b"\\n",
                    Newline::EscapedAndJoined => b"\\n\\\n",
                }),
                (Backslash::Shell, b'$' | b'`' | b'\\') | (_, b'\\') => out.extend([b'\\', byte]),
                _ if self.quote == Some(byte) => out.extend([b'\\', byte]),
                _ => out.push(byte),
            }
        }
    }
}
