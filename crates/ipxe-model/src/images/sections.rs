//! Sections: runs of commands that prepare one boot.

use ipxe_catalog::{CommandForm, Implementation, Returns};
use ipxe_syntax::Span;

use crate::images::{ImageFacts, loads::ImageLoad};

/// Sections begin at labels that are jump targets, after commands that boot or end the script, and after those that
/// free all images. A reader sees the commands in between as one boot.
#[derive(Debug, Default)]
pub struct Sections {
    /// The byte offsets at which sections begin, ascending.
    starts: Vec<u32>,
}

impl Sections {
    pub(crate) fn new(cx: &ImageFacts<'_, '_>) -> Self {
        let labels = cx.script.labels().filter(|label| cx.flow.is_target(*label));
        let ends = cx.invocations_where(&ends_section).filter(|(_, invocation)| {
            let frees = |form: &CommandForm| form.implementation == Implementation::Imgfree;
            !invocation.form().is_some_and(frees) || invocation.positional(0).is_none()
        });
        let mut starts: Vec<u32> = labels.map(|label| label.span().start()).collect();
        starts.extend(ends.map(|(command, _)| command.span().end()));
        starts.sort_unstable();
        Self { starts }
    }

    /// The number of the section that contains a span.
    #[must_use]
    pub fn of(&self, place: Span) -> usize {
        self.starts.partition_point(|start| *start <= place.start())
    }

    /// Selects the images that are loaded in the section.
    #[must_use]
    pub fn loads<'l>(&self, section: usize, loads: &'l [ImageLoad]) -> &'l [ImageLoad] {
        let first = loads.partition_point(|load| self.of(load.place) < section);
        let end = loads.partition_point(|load| self.of(load.place) <= section);
        loads.get(first..end).unwrap_or_default()
    }
}

fn ends_section(form: &CommandForm) -> bool {
    let leaves = matches!(
        form.effects.returns,
        Returns::AfterExecution | Returns::OnlyOnFailure | Returns::EndsScript
    );
    leaves || form.implementation == Implementation::Imgfree
}
