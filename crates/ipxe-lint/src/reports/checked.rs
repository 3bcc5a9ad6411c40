use std::path::Path;

use ipxe_syntax::Span;

use super::Place;
use crate::{Assumption, Diagnostic, Report, SourceFile, Suppressed, Suppression};

/// A checked script: its path, its text and its findings.
///
/// ```
/// use ipxe_lint::{LintOptions, lint, reports::{Checked, concise}};
///
/// let source = b"#!ipxe\ngoto nowhere\n";
/// let report = lint(&ipxe_syntax::parse(source), &LintOptions::default());
/// let mut text = Vec::new();
/// concise(&mut text, &[Checked::new("boot.ipxe", source, report.diagnostics())])?;
/// assert!(text.starts_with(b"boot.ipxe:2:6: error[undefined-label]"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Checked<'a> {
    path: &'a Path,
    file: SourceFile<'a>,
    diagnostics: &'a [Diagnostic],
    suppressed: &'a [Suppressed],
    suppressions: &'a [Suppression],
    assumption: Option<&'a Assumption>,
    left_out: LeftOut,
}

/// Number of findings that a script's report omits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Findings in a baseline.
    pub baselined: usize,
    /// Findings on lines that did not change.
    pub unchanged: usize,
}

impl<'a> Checked<'a> {
    /// Joins a script and its findings. `path` names the script in the report; nothing is read.
    ///
    /// This reads `source` once, to find its lines.
    #[must_use]
    pub fn new(
        path: &'a (impl AsRef<Path> + ?Sized),
        source: &'a [u8],
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        let path = path.as_ref();
        let file = SourceFile::new(&path.to_string_lossy(), source);
        Self {
            path,
            file,
            diagnostics,
            suppressed: &[],
            suppressions: &[],
            assumption: None,
            left_out: LeftOut::default(),
        }
    }

    /// Like [`new`](Self::new), with the suppressed findings, which some reports show.
    #[must_use]
    pub fn with_report(path: &'a (impl AsRef<Path> + ?Sized), source: &'a [u8], report: &'a Report) -> Self {
        Self {
            suppressed: report.suppressed(),
            suppressions: report.suppressions(),
            assumption: report.assumption(),
            ..Self::new(path, source, report.diagnostics())
        }
    }

    /// The same script, with a number of omitted findings.
    #[must_use]
    pub fn with_left_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// Number of omitted findings.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &'a Path {
        self.path
    }

    /// The text, ready for display.
    #[must_use]
    pub fn file(&self) -> &SourceFile<'a> {
        &self.file
    }

    /// What was found.
    #[must_use]
    pub fn diagnostics(&self) -> &'a [Diagnostic] {
        self.diagnostics
    }

    /// The suppressed findings.
    #[must_use]
    pub fn suppressed(&self) -> &'a [Suppressed] {
        self.suppressed
    }

    /// The assumption about the script, if a finding depends on it.
    #[must_use]
    pub fn assumption(&self) -> Option<&'a Assumption> {
        self.assumption
    }

    /// The suppressions.
    #[must_use]
    pub fn suppressions(&self) -> &'a [Suppression] {
        self.suppressions
    }

    /// The suppression that suppresses a finding.
    pub(super) fn suppression_of(&self, suppressed: &Suppressed) -> Option<&'a Suppression> {
        self.suppressions.get(suppressed.by)
    }

    /// Line and column numbers of some bytes.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.file.place(span)
    }
}
