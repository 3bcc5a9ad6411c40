//! Parked sections: their menu entry is commented out.

use std::ops::Range;

use foldhash::HashSet;
use ipxe_language::text::Text;
use ipxe_syntax::Command;

use crate::menus::MenuFacts;

/// The parked sections, in order.
#[derive(Debug, Default)]
pub struct Parked(Vec<Range<u32>>);

impl Parked {
    fn new(cx: &MenuFacts<'_, '_>) -> Self {
        let entries: HashSet<&[u8]> =
            cx.script.lines().filter_map(|line| commented_entry(cx.script.slice(line.comment()?))).collect();
        if entries.is_empty() {
            return Self::default();
        }
        let items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
        let shown: HashSet<&[u8]> = items.filter_map(|item| item.name.as_known()).collect();
        let jumps = cx.invocations_of(ipxe_catalog::Implementation::Goto);
        let wanted: HashSet<&[u8]> =
            jumps.filter_map(|(_, jump)| jump.positional(0).and_then(Text::as_known)).collect();
        let labels: Vec<_> = cx.script.labels().collect();
        let end = u32::try_from(cx.script.source().len()).unwrap_or(u32::MAX);
        let sections = labels.iter().enumerate().filter_map(|(at, label)| {
            let name = label.name();
            let is_parked = entries.contains(name) && !shown.contains(name) && !wanted.contains(name);
            let next = labels.get(at + 1).map_or(end, |next| next.span().start());
            is_parked.then_some(label.span().start()..next)
        });
        Self(sections.collect())
    }

    fn contains(&self, offset: u32) -> bool {
        let before = self.0.partition_point(|section| section.start <= offset);
        before.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|section| section.contains(&offset))
    }
}

impl<'a, 's> MenuFacts<'a, 's> {
    /// Whether a command is in a section whose menu entry is commented out, and to which nothing else leads.
    pub fn is_parked(&self, command: Command<'a, 's>) -> bool {
        self.parked.get_or_init(|| Parked::new(self)).contains(command.span().start())
    }
}

/// The name of the entry in a commented-out `item`.
fn commented_entry(comment: &[u8]) -> Option<&[u8]> {
    let is_mark = |byte: &u8| *byte == b'#' || byte.is_ascii_whitespace();
    let start = comment.iter().position(|byte| !is_mark(byte))?;
    let mut words = comment.get(start..)?.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.next().filter(|word| *word == b"item")?;
    let mut takes_value = false;
    words.find(|word| {
        let is_option = word.starts_with(b"-");
        let is_value =
            std::mem::replace(&mut takes_value, matches!(*word, b"--key" | b"-k" | b"--menu" | b"-m"));
        !is_option && !is_value
    })
}
