use std::fmt;

use ipxe_syntax::Unit;

use crate::{Diagnostic, SourceFile};

/// A finding with the source that contains it: the input of miette's report handlers.
///
/// If its lines are too long to draw, the position is printed instead.
///
/// ```
/// use ipxe_lint::{Located, LintOptions, SourceFile, lint};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let file = SourceFile::new("boot.ipxe", source);
/// for finding in lint(&ipxe_syntax::parse(source), &LintOptions::default()).diagnostics() {
///     let mut text = String::new();
///     miette::NarratableReportHandler::new().render_report(&mut text, &Located::new(finding, &file)).unwrap();
///     assert!(text.contains("goto nowhere"));
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    diagnostic: &'a Diagnostic,
    file: &'a SourceFile<'a>,
}

impl<'a> Located<'a> {
    /// Joins a finding and its source.
    #[must_use]
    pub fn new(diagnostic: &'a Diagnostic, file: &'a SourceFile<'a>) -> Self {
        Self { diagnostic, file }
    }
}

/// The maximum length of a displayed line, in bytes; longer ones are only named: they are unreadable, and miette cannot
/// display text to the right of column 65,535.
const LONGEST_LINE: u32 = 1000;

impl Located<'_> {
    /// Whether the lines of the finding can be displayed.
    fn is_drawable(&self) -> bool {
        let labels = self.diagnostic.labels.iter().map(|label| label.span);
        labels.chain([self.diagnostic.span]).all(|span| self.file.longest_line(span) <= LONGEST_LINE)
    }
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)?;
        if self.is_drawable() {
            return Ok(());
        }
        let place = self.file.position(self.diagnostic.span.start(), Unit::Char);
        let (line, column) = (place.line + 1, place.column + 1);
        write!(f, "\n{}:{line}:{column}: {}", self.file.name(), self.diagnostic.label)
    }
}

impl std::error::Error for Located<'_> {}

impl miette::Diagnostic for Located<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.diagnostic.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help()
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.url()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        miette::Diagnostic::labels(self.diagnostic).filter(|_| self.is_drawable())
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.is_drawable().then_some(self.file as &dyn miette::SourceCode)
    }
}
