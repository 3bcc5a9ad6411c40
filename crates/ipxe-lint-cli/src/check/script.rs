use std::path::Path;

use ipxe_lint::{
    Report,
    reports::{Checked, LeftOut},
};

use crate::{
    adoption::{Filtered, Gone},
    inputs::Input,
};

/// A script with what was found in it.
#[derive(Debug)]
pub(super) struct Script<'i> {
    pub(super) path: &'i Path,
    /// What the report is about: the text that was read, or the corrected one.
    pub(super) source: Vec<u8>,
    /// The text that was read, if it was corrected.
    pub(super) original: Option<Vec<u8>>,
    /// How many fixes were applied.
    pub(super) fixes: usize,
    pub(super) report: Report,
    left_out: LeftOut,
    /// What the baseline has of it and it has no more.
    pub(super) gone: Vec<Gone>,
}

impl<'i> Script<'i> {
    /// What was found in a script as it is.
    pub(super) fn new(
        input: &'i Input,
        source: Vec<u8>,
        report: Report,
        filtered: Filtered,
        keeps_source: bool,
    ) -> Self {
        // If nothing of it will be shown, nobody needs it.
        let is_needed = keeps_source || !report.is_empty() || !report.suppressions().is_empty();
        let source = if is_needed { source } else { Vec::new() };
        let Filtered { left_out, gone } = filtered;
        Self { path: input.path(), source, original: None, fixes: 0, report, left_out, gone }
    }

    /// What is left in a script that was corrected, if there was anything to correct.
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

    /// The same by another path.
    pub(super) fn checked_as<'s>(&'s self, path: &'s Path) -> Checked<'s> {
        Checked::with_report(path, &self.source, &self.report).with_left_out(self.left_out)
    }
}
