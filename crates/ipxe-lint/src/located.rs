use std::fmt;

use crate::{Diagnostic, SourceFile};

/// A finding together with the source it was found in: what miette's report handlers render.
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
    /// Puts a finding and its source together.
    #[must_use]
    pub fn new(diagnostic: &'a Diagnostic, file: &'a SourceFile<'a>) -> Self {
        Self { diagnostic, file }
    }
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
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
        miette::Diagnostic::labels(self.diagnostic)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self.file)
    }
}
