//! Lines of a script by byte offset.

use ipxe_syntax::{Line, LineId, Span};

use crate::commands::Commands;

impl<'a, 's> Commands<'a, 's> {
    /// The line that contains the byte at this offset. None after the end of the script. Takes time logarithmic in the
    /// number of lines.
    pub fn line_at(&self, place: usize) -> Option<Line<'a, 's>> {
        let line = |at: usize| self.script.line(LineId::new(u32::try_from(at).ok()?));
        let (mut low, mut high) = (0, self.script.lines().len());
        while low < high {
            let middle = low + (high - low) / 2;
            if line(middle)?.full_span().end() as usize <= place {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        line(low)
    }

    /// The line before this one. None if there is none.
    pub fn line_before(&self, line: Line<'_, '_>) -> Option<Line<'a, 's>> {
        self.script.line(LineId::new(u32::try_from(line.id().index().checked_sub(1)?).ok()?))
    }

    /// The line after this one. None if there is none.
    pub fn line_after(&self, line: Line<'_, '_>) -> Option<Line<'a, 's>> {
        self.script.line(LineId::new(u32::try_from(line.id().index() + 1).ok()?))
    }
}

/// The span to replace to add text at the end of a line: the white space there, and a `\` in it that does not continue
/// the line.
#[must_use]
pub fn line_end(line: Line<'_, '_>) -> Span {
    let last = line.commands().next_back().and_then(|command| command.words().next_back());
    let end = match last {
        Some(word) if word.text() == b"\\" => word.span().start().saturating_sub(1),
        Some(word) => word.span().end(),
        None => line.span().end(),
    };
    Span::new(end.min(line.span().end()), line.span().end())
}

/// The beginning of the line that contains this offset. None if there is more than white space in between.
#[must_use]
pub fn start_of_line(source: &[u8], place: usize) -> Option<usize> {
    let before = source.get(..place)?;
    let last = before.iter().rposition(|&byte| byte == b'\n' || !ipxe_syntax::is_space(byte));
    match last {
        None => Some(0),
        Some(last) if before.get(last) == Some(&b'\n') => Some(last + 1),
        Some(_) => None,
    }
}

/// The end of the line that contains this offset. None if there is more than white space in between.
#[must_use]
pub fn end_of_line(source: &[u8], place: usize) -> Option<usize> {
    let after = source.get(place..)?;
    let next = after.iter().position(|&byte| byte == b'\n' || !ipxe_syntax::is_space(byte));
    match next {
        None => Some(source.len()),
        Some(next) if after.get(next) == Some(&b'\n') => Some(place + next),
        Some(_) => None,
    }
}

/// A span of byte offsets in the source. Sources are never longer than spans allow.
#[must_use]
pub fn span(start: usize, end: usize) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(place(start), place(end).max(place(start)))
}

/// Whether all bytes are white space to iPXE.
#[must_use]
pub fn is_blank(text: &[u8]) -> bool {
    text.iter().all(|&byte| ipxe_syntax::is_space(byte))
}
