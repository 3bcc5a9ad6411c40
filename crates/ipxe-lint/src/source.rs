use std::sync::OnceLock;

use ipxe_machine::report::Place;
use ipxe_syntax::{LineIndex, Position, Span, Unit};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// A gap of at most this many lines between two snippets is shown: a gap mark takes as much space.
const GAP: u32 = 3;

/// A script and its name, ready for display. It finds a snippet by binary search; miette's own sources read the text
/// from the beginning for each one.
///
/// The displayed text is UTF-8 without control characters, so a script cannot send any to a terminal. Every replaced
/// byte keeps its width, so positions stay correct.
///
/// ```
/// use ipxe_lint::{LintOptions, SourceFile, lint};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let file = SourceFile::new("boot.ipxe", source);
/// assert_eq!(file.position(report.diagnostics()[0].span.start(), ipxe_syntax::Unit::Char).line, 1);
/// ```
#[derive(Debug)]
pub struct SourceFile<'s> {
    name: String,
    source: &'s [u8],
    lines: LineIndex<'s>,
    /// The source with control characters and invalid UTF-8 replaced; computed for the first snippet.
    shown: OnceLock<Vec<u8>>,
}

impl<'s> SourceFile<'s> {
    /// A source with its name, which is displayed without control characters.
    #[must_use]
    pub fn new(name: &str, source: &'s [u8]) -> Self {
        Self {
            name: crate::text::printable(name),
            source,
            lines: LineIndex::new(source),
            shown: OnceLock::new(),
        }
    }

    /// The name, without control characters.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes.
    #[must_use]
    pub fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The line and column of a byte offset, both from 0.
    #[must_use]
    pub fn position(&self, offset: u32, unit: Unit) -> Position {
        self.lines.position(offset, unit)
    }

    /// The position of some bytes, as in reports.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.lines, span)
    }

    /// The bytes of the physical line that holds an offset, without its `\n`.
    #[must_use]
    pub fn line_at(&self, offset: u32) -> &'s [u8] {
        &self.source[self.lines.line_span(self.lines.line_of(offset)).range()]
    }

    /// The number of physical lines; at least one.
    #[cfg(feature = "html")]
    pub(crate) fn line_count(&self) -> u32 {
        self.lines.line_count()
    }

    /// The physical line, from 0, that holds an offset.
    pub(crate) fn line_of(&self, offset: u32) -> u32 {
        self.lines.line_of(offset)
    }

    /// The span of a physical line's text, without the characters that end it.
    #[cfg(feature = "html")]
    pub(crate) fn line_text(&self, line: u32) -> Span {
        let span = self.lines.line_span(line);
        let end = if self.source[span.range()].ends_with(b"\r") { span.end() - 1 } else { span.end() };
        Span::new(span.start(), end)
    }

    /// The length in bytes of the longest line with a part in the span, including the two next to it, which are shown
    /// as well.
    pub(crate) fn longest_line(&self, span: Span) -> u32 {
        let first = self.lines.line_of(span.start()).saturating_sub(1);
        let last = self.lines.line_of(span.end()).saturating_add(1);
        (first..=last).map(|line| self.lines.line_span(line).len()).max().unwrap_or_default()
    }

    fn shown(&self) -> &[u8] {
        self.shown.get_or_init(|| crate::text::mask(self.source))
    }
}

impl SourceCode for SourceFile<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let len = self.source.len();
        let (start, end) = (span.offset(), span.offset().saturating_add(span.len()));
        if end > len {
            return Err(MietteError::OutOfBounds);
        }
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let first = self.lines.line_of(offset(start));
        // An empty span at a line's end belongs to that line; the last byte of other spans determines their last line.
        let last = self.lines.line_of(offset(end.max(start + 1) - 1)).max(first);
        let shown_first = first.saturating_sub(offset(lines_before));
        let shown_last = last.saturating_add(offset(lines_after)).min(self.lines.line_count() - 1);
        // To miette, no context means: from the span's own start.
        let (begin, column) = if lines_before == 0 {
            (offset(start), self.lines.position(offset(start), Unit::Char).column)
        } else {
            (self.lines.line_span(shown_first).start(), 0)
        };
        let stop = self.lines.line_span(shown_last).end().max(offset(end));
        let contents = Span::new(begin, stop);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.shown()[contents.range()],
            (contents.start() as usize, contents.len() as usize).into(),
            if lines_before == 0 { first } else { shown_first } as usize,
            column as usize,
            // miette uses this to determine adjacent snippets: the lines between others are omitted.
            (shown_last - shown_first + 1 + GAP) as usize,
        )))
    }
}
