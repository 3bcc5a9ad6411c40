//! Menu entries without a name, so that the first word of the text becomes the name.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::Implementation;
use ipxe_language::text::Text;
use ipxe_model::{commands::positional_words, menus::entries::Item};
use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "item-without-name",
    code: "IPX712",
    summary: "a menu entry has no name: `item` uses the first word of its text",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let items = cx.menus().menus().iter().flat_map(|menu| &menu.items);
    let computed: Vec<_> = items.filter(|item| item.word.has_expansion() && follows_text(cx, item)).collect();
    if computed.is_empty() {
        return;
    }
    let texts = texts(cx);
    for item in computed {
        if is_blank(cx, item) {
            out.push(report(item, "its name is blank", None));
        } else if let Some(text) = texts.get(item.word.text()) {
            out.push(report(item, "the text of another entry begins with the same word", Some(*text)));
        }
    }
}

/// Whether anything except the name is shown for the entry.
fn follows_text(cx: &Context<'_, '_>, item: &Item<'_, '_>) -> bool {
    cx.flow.invocation(item.command.id()).is_some_and(|invocation| invocation.positional(1).is_some())
}

/// The first words of texts, including those of separators, that contain settings.
fn texts<'a, 's>(cx: &Context<'a, 's>) -> HashMap<&'a [u8], Word<'a, 's>> {
    let named: HashSet<Span> =
        cx.menus().menus().iter().flat_map(|menu| &menu.items).map(|item| item.word.span()).collect();
    let mut texts = HashMap::default();
    for (command, invocation) in cx.invocations_of(Implementation::Item) {
        let mut words = positional_words(command, invocation).skip_while(|word| named.contains(&word.span()));
        let is_gap = !positional_words(command, invocation).any(|word| named.contains(&word.span()));
        let is_literal = |name: Word<'_, '_>| !name.has_expansion();
        let counts = is_gap || positional_words(command, invocation).next().is_some_and(is_literal);
        if let Some(text) = words.next().filter(|text| counts && text.has_expansion()) {
            texts.entry(text.text()).or_insert(text);
        }
    }
    texts
}

/// Whether the name is certainly only white space.
fn is_blank<'a, 's>(cx: &Context<'a, 's>, item: &Item<'a, 's>) -> bool {
    let is_blank =
        |text: &Text<'_>| text.as_known().is_some_and(|text| text.iter().all(u8::is_ascii_whitespace));
    let moment = cx.analysis().before(item.command.id());
    let texts = moment.map(|moment| moment.texts(item.word.text())).unwrap_or_default();
    // A setting that other scripts may have set is not white space.
    !texts.is_empty() && texts.iter().all(is_blank) && texts.iter().any(|text| !text.known_bytes().is_empty())
}

fn report(item: &Item<'_, '_>, cause: &str, text: Option<Word<'_, '_>>) -> Diagnostic {
    let message = format!("this entry of the menu is called {}: {cause}", quote(item.word.text()));
    let label = "iPXE uses the first word as the name, and nothing handles a choice of that name";
    let finding = Diagnostic::new(RuleId::ItemWithoutName, item.word.span(), message, label);
    let finding = match text {
        Some(text) => finding.and_label(text.span(), "here the word is text"),
        None => finding,
    };
    finding.help("write the entry's name before its text, or `--gap` if it is not an entry")
}
