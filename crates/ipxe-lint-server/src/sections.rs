//! The sections of a script: each label with the lines below it.

use ipxe_lint::syntax::{Label, Script, Span};

/// A label with the lines below it, up to the next one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a, 's> {
    pub(crate) label: Label<'a, 's>,
    /// Starts at the label, and excludes blank lines at the end.
    pub(crate) span: Span,
}

/// The sections of a script.
pub(crate) fn sections<'a, 's>(script: &'a Script<'s>) -> Vec<Section<'a, 's>> {
    let labels: Vec<_> = script.labels().collect();
    let end = u32::try_from(script.source().len()).unwrap_or(u32::MAX);
    let next = labels.iter().skip(1).map(|label| label.span().start()).chain([end]);
    let section = |(label, next): (&Label<'a, 's>, u32)| {
        let start = label.span().start();
        let text = &script.source()[start as usize..next.max(start) as usize];
        let length = text.trim_ascii_end().len();
        Section { label: *label, span: Span::new(start, start + u32::try_from(length).unwrap_or(0)) }
    };
    labels.iter().zip(next).map(section).collect()
}
