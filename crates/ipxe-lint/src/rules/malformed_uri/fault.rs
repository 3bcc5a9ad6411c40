use std::ops::Range;

use crate::Level;

/// Something wrong with a URI.
pub(super) struct Fault {
    /// The bytes at fault.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) cause: String,
    /// What iPXE makes of it.
    pub(super) consequence: &'static str,
    /// The way out, as an order.
    pub(super) help: String,
    /// The way out as an edit: what to replace by what.
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
