//! What the sections of a script are called: by their labels, and by the entries of menus that lead to them.

use foldhash::HashMap;
use ipxe_syntax::Span;

use crate::menus::MenuFacts;

/// The names of sections, and the texts of the entries that lead to them.
#[derive(Debug, Default)]
pub struct Headings<'a> {
    /// Where labels stand, with their names, in order.
    labels: Vec<(u32, &'a [u8])>,
    /// The entries of menus, by their names.
    texts: HashMap<&'a [u8], Vec<&'a [u8]>>,
}

impl<'a> Headings<'a> {
    pub(super) fn new(cx: &MenuFacts<'a, '_>) -> Self {
        let labels = cx.script.labels().map(|label| (label.span().start(), label.name())).collect();
        let mut texts: HashMap<&[u8], Vec<&[u8]>> = HashMap::default();
        for item in cx.menus().menus().iter().flat_map(|menu| &menu.items) {
            if let Some(name) = item.name.as_known() {
                texts.entry(name).or_default().push(cx.script.slice(item.command.span()));
            }
        }
        Self { labels, texts }
    }

    /// Whether the label above a place, or an entry that leads to it, says something.
    #[must_use]
    pub fn say(&self, place: Span, says: impl Fn(&[u8]) -> bool) -> bool {
        let before = self.labels.partition_point(|(start, _)| *start <= place.start());
        let label = before.checked_sub(1).and_then(|at| self.labels.get(at));
        label.is_some_and(|(_, name)| {
            says(name) || self.texts.get(name).is_some_and(|texts| texts.iter().any(|text| says(text)))
        })
    }
}
