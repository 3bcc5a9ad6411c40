use std::path::Path;

use ipxe_lint::{
    Report,
    reports::{Checked, LeftOut},
};

use crate::{
    adoption::{Filtered, Gone},
    inputs::Input,
};

/// A script with its findings.
#[derive(Debug)]
pub(super) struct Script<'i> {
    pub(super) path: &'i Path,
    /// The text of the report: as read, or fixed.
    pub(super) source: Vec<u8>,
    /// The text as read, if it was fixed.
    pub(super) original: Option<Vec<u8>>,
    /// The number of applied fixes.
    pub(super) fixes: usize,
    pub(super) report: Report,
    left_out: LeftOut,
    /// The baseline's findings that it no longer has.
    pub(super) gone: Vec<Gone>,
}

impl<'i> Script<'i> {
    /// The findings in a script as it is.
    pub(super) fn new(
        input: &'i Input,
        source: Vec<u8>,
        report: Report,
        filtered: Filtered,
        keeps_source: bool,
    ) -> Self {
        // Not needed if nothing of it is shown.
        let is_needed = keeps_source || !report.is_empty() || !report.suppressions().is_empty();
        let source = if is_needed { source } else { Vec::new() };
        let Filtered { left_out, gone } = filtered;
        Self { path: input.path(), source, original: None, fixes: 0, report, left_out, gone }
    }

    /// The remaining findings in a fixed script, if there was anything to fix.
    pub(super) fn fixed(
        input: &'i Input,
        original: Option<Vec<u8>>,
        fixed: ipxe_lint::FixedScript,
        filtered: Filtered,
    ) -> Self {
        let fixes = fixed.count();
        let Filtered { left_out, gone } = filtered;
        Self { path: input.path(), source: fixed.text, original, fixes, report: fixed.report, left_out, gone }
    }

    pub(super) fn checked(&self) -> Checked<'_> {
        self.checked_as(self.path)
    }

    /// The same with another path.
    pub(super) fn checked_as<'s>(&'s self, path: &'s Path) -> Checked<'s> {
        Checked::with_report(path, &self.source, &self.report).with_left_out(self.left_out)
    }
}
