use std::path::Path;

use ipxe_lint::{KnownFinding, Report, reports::LeftOut};
use ipxe_lint_config::{BaselineFile, Here};
use ipxe_syntax::LineIndex;

use super::{Changes, changed_lines::ChangedLines};

/// Determines which findings are reported.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    pub(crate) baseline: Option<BaselineFile>,
    pub(crate) changes: Option<Changes>,
}

/// The findings that the baseline has for a script but the script no longer has, with their numbers.
pub(crate) type Gone = (KnownFinding, usize);

/// The findings that a script's report omits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filtered {
    pub(crate) left_out: LeftOut,
    pub(crate) gone: Vec<Gone>,
}

/// Determines which findings of a script are reported.
pub(crate) struct ScriptFilter<'f> {
    baseline: Option<(&'f BaselineFile, String)>,
    changed: Option<ChangedLines>,
    /// The text as read; fixes change it.
    original: &'f [u8],
}

impl Filter {
    /// The filter for a script, with its text as read.
    pub(crate) fn of<'f>(&'f self, script: &Path, original: &'f [u8], here: &Here) -> ScriptFilter<'f> {
        ScriptFilter {
            baseline: self.baseline.as_ref().map(|file| (file, file.name_of(script, here))),
            changed: self.changes.as_ref().map(|changes| changes.of(script)),
            original,
        }
    }
}

impl ScriptFilter<'_> {
    /// Removes the findings that are not reported from a report of a text.
    pub(crate) fn apply(&self, text: &[u8], report: &mut Report) -> Filtered {
        let mut filtered = Filtered::default();
        if let Some((file, name)) = &self.baseline {
            let baselined = file.apply(name, text, report);
            filtered.left_out.baselined = baselined.known;
            filtered.gone = baselined.gone;
        }
        if let Some(changed) = &self.changed {
            let changed = changed.carried_over(self.original, text);
            let lines = LineIndex::new(text);
            filtered.left_out.unchanged = report.retain(|finding| changed.have(finding, &lines));
        }
        filtered
    }
}
