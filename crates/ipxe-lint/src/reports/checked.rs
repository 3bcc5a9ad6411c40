use std::path::Path;

use ipxe_syntax::Span;

use super::Place;
use crate::{Assumption, Diagnostic, Report, SourceFile, Suppressed, Suppression};

/// A script that was checked: its path, its text and what was found in it.
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

/// How many findings of a script are left out of its report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Because a baseline has them.
    pub baselined: usize,
    /// Because they are on lines that did not change.
    pub unchanged: usize,
}

impl<'a> Checked<'a> {
    /// Puts together what belongs together. `path` names the script in the report; nothing is read.
    ///
    /// Finding the lines of `source` reads it once.
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

    /// As [`new`](Self::new), with what the script holds back, which some reports show as such.
    #[must_use]
    pub fn with_report(path: &'a (impl AsRef<Path> + ?Sized), source: &'a [u8], report: &'a Report) -> Self {
        Self {
            suppressed: report.suppressed(),
            suppressions: report.suppressions(),
            assumption: report.assumption(),
            ..Self::new(path, source, report.diagnostics())
        }
    }

    /// The same script, of whose findings some are left out.
    #[must_use]
    pub fn with_left_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// How many findings are left out.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &'a Path {
        self.path
    }

    /// The text, ready to be shown.
    #[must_use]
    pub fn file(&self) -> &SourceFile<'a> {
        &self.file
    }

    /// What was found.
    #[must_use]
    pub fn diagnostics(&self) -> &'a [Diagnostic] {
        self.diagnostics
    }

    /// What was found and is held back by a suppression.
    #[must_use]
    pub fn suppressed(&self) -> &'a [Suppressed] {
        self.suppressed
    }

    /// What was taken for granted of the script, if one of the findings rests on it.
    #[must_use]
    pub fn assumption(&self) -> Option<&'a Assumption> {
        self.assumption
    }

    /// The suppressions.
    #[must_use]
    pub fn suppressions(&self) -> &'a [Suppression] {
        self.suppressions
    }

    /// The suppression that holds a finding back.
    pub(super) fn suppression_of(&self, suppressed: &Suppressed) -> Option<&'a Suppression> {
        self.suppressions.get(suppressed.by)
    }

    /// Lines and columns of some bytes.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.file.place(span)
    }
}
