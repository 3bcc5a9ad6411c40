//! The purposes of a script's sections, by their labels, by the menu entries that lead to them, and by the texts that
//! they print.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_syntax::Span;

use crate::menus::MenuFacts;

/// The names of sections, and the texts of the menu entries that lead to them.
#[derive(Debug, Default)]
pub struct Headings<'a> {
    /// The offsets of labels, with their names, in order.
    labels: Vec<(u32, &'a [u8])>,
    /// The texts of menu entries, by the entries' names.
    texts: HashMap<&'a [u8], Vec<&'a [u8]>>,
    /// The texts that are shown, as a menu's title or otherwise, with their offsets, in order.
    shown: Vec<(u32, &'a [u8])>,
}

/// The maximum number of texts above an offset that are checked.
const LOOKED_AT: usize = 8;

impl<'a> Headings<'a> {
    pub(super) fn new(cx: &MenuFacts<'a, '_>) -> Self {
        let labels = cx.script.labels().map(|label| (label.span().start(), label.name())).collect();
        let mut texts: HashMap<&[u8], Vec<&[u8]>> = HashMap::default();
        for item in cx.menus().menus().iter().flat_map(|menu| &menu.items) {
            if let Some(name) = item.name.as_known() {
                texts.entry(name).or_default().push(cx.script.slice(item.command.span()));
            }
        }
        let shows = cx.invocations_where(&|form| {
            matches!(form.implementation, Implementation::Echo | Implementation::Menu | Implementation::Dynui)
        });
        let shown = shows.map(|(command, _)| (command.span().start(), cx.script.slice(command.span())));
        Self { labels, texts, shown: shown.collect() }
    }

    /// Whether a condition is true for the label above an offset, a menu entry that leads to it, or a text that is
    /// shown in between.
    #[must_use]
    pub fn say(&self, place: Span, says: impl Fn(&[u8]) -> bool) -> bool {
        let before = self.labels.partition_point(|(start, _)| *start <= place.start());
        let label = before.checked_sub(1).and_then(|at| self.labels.get(at));
        let is_called = label.is_some_and(|(_, name)| {
            says(name) || self.texts.get(name).is_some_and(|texts| texts.iter().any(|text| says(text)))
        });
        let begin = label.map_or(0, |(start, _)| *start);
        let above = self.shown.partition_point(|(start, _)| *start < place.start());
        let above = self.shown.get(..above).unwrap_or_default().iter().rev();
        let mut here = above.take_while(|(start, _)| *start > begin).take(LOOKED_AT);
        is_called || here.any(|(_, text)| says(text))
    }
}
