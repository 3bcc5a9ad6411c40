//! The grammar of a script, with one function per rule.
//!
//! Every parser here accepts any input that it is called with, so the drivers in [`crate::builder`] always end.
//! `memchr` finds the bytes at which a line is split into pieces.

use std::cell::Cell;

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while, take_while1},
    combinator::rest,
};

use crate::{command::OperatorKind, marks::Bytes};

/// Whether iPXE treats this byte as white space: space, `\t`, `\n`, `\v`, `\f` or `\r`.
///
/// A no-break space is not white space: its bytes are ordinary characters.
#[must_use]
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

const fn is_not_space(byte: u8) -> bool {
    // The first comparison decides for nearly every byte.
    byte > b' ' || !is_space(byte)
}

/// The result of a parser. There are no useful errors, because another alternative always matches.
type Parsed<'s, T> = IResult<&'s [u8], T, ()>;

/// One word, as the parser of a line sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lexeme<'s> {
    Comment(&'s [u8]),
    Operator(OperatorKind),
    /// A word, and its contents.
    Word {
        text: &'s [u8],
        bytes: Bytes,
    },
}

/// `piece = *non-LF [LF]`: the text before the line end, and the text after it.
pub(crate) fn piece(text: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'\n', text) {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &[]),
    }
}

/// `piece-text = content [CR] / content "\" [CR]`: the content, and whether the next piece continues it.
pub(crate) fn piece_content(piece: &[u8]) -> (&[u8], bool) {
    let text = piece.strip_suffix(b"\r").unwrap_or(piece);
    match text.strip_suffix(b"\\") {
        Some(content) => (content, true),
        None => (text, false),
    }
}

/// `blank = *space`: the text after it.
pub(crate) fn skip_blank(text: &[u8]) -> &[u8] {
    let blank: Parsed<'_, _> = take_while(is_space).parse(text);
    blank.map_or(text, |(rest, _)| rest)
}

/// `label = ":" *non-space`: the name, without the colon.
pub(crate) fn label(text: &[u8]) -> Parsed<'_, &[u8]> {
    let (text, _) = tag(":").parse(text)?;
    take_while(is_not_space).parse(text)
}

/// `lexeme = comment / operator / word`, if the text does not begin with white space, and is not empty.
pub(crate) fn lexeme(text: &[u8]) -> Parsed<'_, Lexeme<'_>> {
    alt((comment, word)).parse(text)
}

/// `comment = "#" *any`
fn comment(text: &[u8]) -> Parsed<'_, Lexeme<'_>> {
    if text.first() != Some(&b'#') {
        return Err(nom::Err::Error(()));
    }
    rest.map(Lexeme::Comment).parse(text)
}

/// `word = 1*non-space`; it is an operator if the whole word is one.
fn word(text: &[u8]) -> Parsed<'_, Lexeme<'_>> {
    let bytes = Cell::new(Bytes::default());
    let in_word = |byte| {
        let kind = Bytes::of(byte);
        let is_in_word = !kind.intersects(Bytes::SPACE);
        if is_in_word {
            bytes.set(bytes.get().union(kind));
        }
        is_in_word
    };
    let (rest, word) = take_while1(in_word).parse(text)?;
    let lexeme = match word {
        b"||" => Lexeme::Operator(OperatorKind::Or),
        b"&&" => Lexeme::Operator(OperatorKind::And),
        b";" => Lexeme::Operator(OperatorKind::Then),
        text => Lexeme::Word { text, bytes: bytes.get() },
    };
    Ok((rest, lexeme))
}
