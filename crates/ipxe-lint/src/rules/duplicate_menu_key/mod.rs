//! Entries of one menu with the same key.

use foldhash::HashMap;
use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::menus::entries::{Company, Item};

pub(super) const META: RuleMeta = RuleMeta {
    name: "duplicate-menu-key",
    code: "IPX705",
    summary: "two entries of a menu have the same key",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut company = Company::default();
    for menu in cx.menus().menus() {
        let mut first: HashMap<&[u8], (&Item<'_, '_>, Span)> = HashMap::default();
        for item in &menu.items {
            let Some((key, place)) = key(item) else { continue };
            match first.get(key) {
                Some((before, other)) if company.may_meet(cx, before.command.id(), item.command.id()) => {
                    out.push(report(key, place, *other));
                }
                Some(_) => {}
                None => _ = first.insert(key, (item, place)),
            }
        }
    }
}

/// The key that chooses an entry, and its place.
fn key<'a>(item: &Item<'a, '_>) -> Option<(&'a [u8], Span)> {
    let (value, word) = item.key.as_ref()?;
    let key = value.text.as_known().filter(|key| !key.is_empty())?;
    let place = if word.has_expansion() { word.span() } else { word.span_at(value.range()) };
    Some((key, place))
}

fn report(key: &[u8], place: Span, before: Span) -> Diagnostic {
    let message = format!("the key {} already chooses another entry of this menu", quote(key));
    let label = "one of the two entries cannot be chosen by its key";
    Diagnostic::new(RuleId::DuplicateMenuKey, place, message, label)
        .and_label(before, "the first one")
        .help("give each entry a key of its own")
}
