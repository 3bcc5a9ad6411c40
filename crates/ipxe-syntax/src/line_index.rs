use crate::{script::index, span::Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Bytes.
    Byte,
    /// Characters of UTF-8; each maximal part of an invalid sequence counts as one, as it is shown.
    Char,
    /// UTF-16 code units, as editors count.
    Utf16,
}

/// A place in a text. Both numbers count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position {
    /// The physical line.
    pub line: u32,
    /// The column, in the [`Unit`] that was asked for.
    pub column: u32,
}

/// Where the physical lines of a text begin: turns offsets into lines and columns, and back.
///
/// Finding the starts reads the text once; a look-up is a binary search and one line's length.
///
/// ```
/// use ipxe_syntax::{LineIndex, Position, Unit};
///
/// let text = "#!ipxe\necho ä 𝄞 x\n";
/// let lines = LineIndex::new(text.as_bytes());
/// let x = text.find('x').and_then(|_| text.rfind('x')).unwrap() as u32;
/// assert_eq!(lines.position(x, Unit::Byte), Position { line: 1, column: 13 });
/// assert_eq!(lines.position(x, Unit::Char), Position { line: 1, column: 9 });
/// assert_eq!(lines.position(x, Unit::Utf16), Position { line: 1, column: 10 });
/// assert_eq!(lines.offset(Position { line: 1, column: 10 }, Unit::Utf16), x);
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s [u8],
    starts: Vec<u32>,
}

impl<'s> LineIndex<'s> {
    /// Finds the line starts of `source`.
    #[must_use]
    pub fn new(source: &'s [u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', source).map(|end| index(end + 1)));
        Self { source, starts: starts.collect() }
    }

    /// Number of physical lines; a text that ends in a line end has an empty one after it.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        index(self.starts.len())
    }

    /// The line of a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        index(self.starts.partition_point(|&start| start <= offset)).saturating_sub(1)
    }

    /// The bytes of a line, without its `\n`; empty at the text's end for a line that is not there.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let len = index(self.source.len());
        let start = self.starts.get(line as usize).copied().unwrap_or(len);
        let end = self.starts.get(line as usize + 1).map_or(len, |&next| next - 1);
        Span::new(start, end)
    }

    /// The line and column of a byte offset. An offset inside a character counts as the next one's.
    #[must_use]
    pub fn position(&self, offset: u32, unit: Unit) -> Position {
        let offset = offset.min(index(self.source.len()));
        let line = self.line_of(offset);
        let start = self.starts[line as usize];
        let before = &self.source[Span::new(start, offset).range()];
        let column = match unit {
            Unit::Byte => offset - start,
            Unit::Char => characters(before).map(|_| 1).sum(),
            Unit::Utf16 => characters(before).map(|(_, utf16)| utf16).sum(),
        };
        Position { line, column }
    }

    /// The byte offset of a position; a column past the line's end counts as the end.
    #[must_use]
    pub fn offset(&self, position: Position, unit: Unit) -> u32 {
        let span = self.line_span(position.line);
        let mut column = position.column;
        if unit == Unit::Byte {
            return span.start() + column.min(span.len());
        }
        let mut offset = span.start();
        for (bytes, utf16) in characters(&self.source[span.range()]) {
            let width = if unit == Unit::Utf16 { utf16 } else { 1 };
            if column < width {
                break;
            }
            column -= width;
            offset += bytes;
        }
        offset
    }
}

/// The characters of a text: each one's length in bytes and in UTF-16 units.
fn characters(text: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|char| (index(char.len_utf8()), index(char.len_utf16())));
        let invalid = (!chunk.invalid().is_empty()).then(|| (index(chunk.invalid().len()), 1));
        valid.chain(invalid)
    })
}
