use std::ops::Range;

use crate::Level;

/// A mistake in a URI.
pub(super) struct Fault {
    /// The bytes at fault.
    pub(super) range: Range<usize>,
    /// The mistake.
    pub(super) cause: String,
    /// The consequence in iPXE.
    pub(super) consequence: &'static str,
    /// The help text, in the imperative.
    pub(super) help: String,
    /// The fix: the bytes to replace, and their replacement.
    pub(super) edit: Option<(Range<usize>, String)>,
    pub(super) level: Level,
}

impl Fault {
    pub(super) fn new(
        range: Range<usize>,
        cause: impl Into<String>,
        consequence: &'static str,
        help: impl Into<String>,
    ) -> Self {
        Self { range, cause: cause.into(), consequence, help: help.into(), edit: None, level: Level::Error }
    }

    pub(super) fn edit(self, range: Range<usize>, text: impl Into<String>) -> Self {
        Self { edit: Some((range, text.into())), ..self }
    }

    pub(super) fn meaning(self, consequence: &'static str) -> Self {
        Self { consequence, ..self }
    }

    pub(super) fn at_level(self, level: Level) -> Self {
        Self { level, ..self }
    }
}
