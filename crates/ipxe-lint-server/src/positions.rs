//! Conversion between positions of the protocol and byte offsets.

use gen_lsp_types::{Position, Range};
use ipxe_lint::syntax::{self, LineIndex, Span, Unit};

/// The lines of a text, and the unit of columns.
#[derive(Clone, Debug)]
pub(crate) struct Places<'s> {
    lines: LineIndex<'s>,
    unit: Unit,
}

impl<'s> Places<'s> {
    pub(crate) fn new(text: &'s [u8], unit: Unit) -> Self {
        Self { lines: LineIndex::new(text), unit }
    }

    /// The position of a byte offset.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let syntax::Position { line, column } = self.lines.position(offset, self.unit);
        Position { line, character: column }
    }

    /// The range of a span.
    pub(crate) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start()), end: self.position(span.end()) }
    }

    /// The byte offset of a position. A position after the end of a line is the end of the line.
    pub(crate) fn offset(&self, position: Position) -> u32 {
        let Position { line, character: column } = position;
        self.lines.offset(syntax::Position { line, column }, self.unit)
    }

    /// The span of a range. Empty if the end is before the start.
    pub(crate) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start, end.max(start))
    }

    /// The lines.
    pub(crate) fn lines(&self) -> &LineIndex<'s> {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_the_client_does() {
        let text = "#!ipxe\necho ä𝄞x\n".as_bytes();
        let x = u32::try_from(text.iter().position(|byte| *byte == b'x').unwrap()).unwrap();
        for (unit, x_at) in [(Unit::Byte, 1), (Unit::Char, 1), (Unit::Utf16, 1)] {
            let places = Places::new(text, unit);
            let found = text.iter().rposition(|byte| *byte == b'x').unwrap();
            let offset = u32::try_from(found).unwrap();
            assert_eq!(places.offset(places.position(offset)), offset, "{unit:?}");
            assert_eq!(places.offset(places.position(x)), x, "{unit:?} {x_at}");
        }
        let columns = [Unit::Byte, Unit::Utf16, Unit::Char].map(|unit| {
            let offset = u32::try_from(text.iter().rposition(|byte| *byte == b'x').unwrap()).unwrap();
            Places::new(text, unit).position(offset).character
        });
        assert_eq!(columns, [11, 8, 7]);
    }

    #[test]
    fn places_outside_of_the_text_are_at_its_end() {
        let places = Places::new(b"ab\ncd", Unit::Utf16);
        assert_eq!(places.offset(Position { line: 0, character: 99 }), 2);
        assert_eq!(places.offset(Position { line: 9, character: 9 }), 5);
        let backwards =
            Range { start: Position { line: 1, character: 1 }, end: Position { line: 0, character: 0 } };
        assert!(places.span(backwards).is_empty());
    }
}
