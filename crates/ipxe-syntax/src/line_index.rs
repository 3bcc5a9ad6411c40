use crate::{script::index, span::Span};

/// The unit of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Bytes.
    Byte,
    /// Characters of UTF-8; a broken sequence counts as one, as it is displayed.
    Char,
    /// UTF-16 code units, as in editors.
    Utf16,
}

/// A position in a text. Both numbers count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position {
    /// The physical line.
    pub line: u32,
    /// The column, in the requested [`Unit`].
    pub column: u32,
}

/// The starts of the physical lines of a text: converts offsets to lines and columns, and back.
///
/// Creating it reads the text once. A look-up is a few binary searches, however long the lines are.
///
/// ```
/// use ipxe_syntax::{LineIndex, Position, Unit};
///
/// let text = "#!ipxe\necho ä 𝄞 x\n";
/// let lines = LineIndex::new(text.as_bytes());
/// let x = u32::try_from(text.rfind('x').unwrap()).unwrap();
/// assert_eq!(lines.position(x, Unit::Byte), Position { line: 1, column: 13 });
/// assert_eq!(lines.position(x, Unit::Char), Position { line: 1, column: 9 });
/// assert_eq!(lines.position(x, Unit::Utf16), Position { line: 1, column: 10 });
/// assert_eq!(lines.offset(Position { line: 1, column: 10 }, Unit::Utf16), x);
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s [u8],
    starts: Vec<u32>,
    /// The counts at some characters of a text that is not ASCII, so that a look-up only counts from the nearest one.
    counted: Vec<Counts>,
}

/// The number of characters between two stored counts.
const STRIDE: u32 = 64;

impl<'s> LineIndex<'s> {
    /// Finds the line starts of `source`.
    #[must_use]
    pub fn new(source: &'s [u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', source).map(|end| index(end + 1)));
        let counted = if source.is_ascii() {
            Vec::new()
        } else {
            counts(source, Counts::default()).filter(|counts| counts.chars.is_multiple_of(STRIDE)).collect()
        };
        Self { source, starts: starts.collect(), counted }
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

    /// The bytes of a line, without its `\n`; empty at the text's end for a line that does not exist.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let len = index(self.source.len());
        let start = self.starts.get(line as usize).copied().unwrap_or(len);
        let end = self.starts.get(line as usize + 1).map_or(len, |&next| next - 1);
        Span::new(start, end)
    }

    /// The line and column of a byte offset. Except for bytes, an offset inside a character counts as that of the next
    /// one.
    #[must_use]
    pub fn position(&self, offset: u32, unit: Unit) -> Position {
        let offset = offset.min(index(self.source.len()));
        let line = self.line_of(offset);
        let start = self.line_span(line).start();
        if unit == Unit::Byte {
            return Position { line, column: offset - start };
        }
        let count = |offset| self.count(|counts| counts.bytes < offset).get(unit);
        Position { line, column: count(offset) - count(start) }
    }

    /// The byte offset of a position; a column past the line's end counts as the end.
    #[must_use]
    pub fn offset(&self, position: Position, unit: Unit) -> u32 {
        let span = self.line_span(position.line);
        if unit == Unit::Byte {
            return span.start() + position.column.min(span.len());
        }
        let start = self.count(|counts| counts.bytes < span.start()).get(unit);
        let wanted = start.saturating_add(position.column);
        self.count(|counts| counts.get(unit) < wanted).bytes.min(span.end())
    }

    /// The counts at the first character that is not `before`, or at the end of the text.
    fn count(&self, before: impl Fn(&Counts) -> bool) -> Counts {
        if self.counted.is_empty() {
            return self.count_ascii(before);
        }
        let after = self.counted.partition_point(&before).max(1);
        let mut last = self.counted[after - 1];
        // At most to the next stored count: text is validated before the iteration over it.
        let end = self.counted.get(after).map_or(self.source.len(), |next| next.bytes as usize);
        for counts in counts(&self.source[last.bytes as usize..end], last) {
            last = counts;
            if !before(&counts) {
                break;
            }
        }
        last
    }

    /// In ASCII, all counts are equal.
    fn count_ascii(&self, before: impl Fn(&Counts) -> bool) -> Counts {
        let (mut low, mut high) = (0, index(self.source.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            if before(&Counts::ascii(middle)) { low = middle + 1 } else { high = middle }
        }
        Counts::ascii(low)
    }
}

/// The amount of text before a position.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    bytes: u32,
    chars: u32,
    utf16: u32,
}

impl Counts {
    const fn ascii(bytes: u32) -> Self {
        Self { bytes, chars: bytes, utf16: bytes }
    }

    const fn get(&self, unit: Unit) -> u32 {
        match unit {
            Unit::Byte => self.bytes,
            Unit::Char => self.chars,
            Unit::Utf16 => self.utf16,
        }
    }
}

/// The counts at each character of a text and at its end; `first` are the counts before it.
fn counts(text: &[u8], first: Counts) -> impl Iterator<Item = Counts> {
    let lengths = text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|char| (index(char.len_utf8()), index(char.len_utf16())));
        let invalid = (!chunk.invalid().is_empty()).then(|| (index(chunk.invalid().len()), 1));
        valid.chain(invalid)
    });
    let after = lengths.scan(first, |counts, (bytes, utf16)| {
        let Counts { bytes: b, chars, utf16: u } = *counts;
        *counts = Counts { bytes: b + bytes, chars: chars + 1, utf16: u + utf16 };
        Some(*counts)
    });
    std::iter::once(first).chain(after)
}
