//! Entries that leave a menu, but whose names become part of URIs.

use foldhash::HashSet;
use ipxe_catalog::world::Meaning;
use ipxe_language::setting_name::untyped;
use ipxe_model::{commands::uris::UriWord, menus::entries::Item};
use ipxe_syntax::Expansion;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "entry-in-uri",
    code: "IPX713",
    summary: "a menu entry for leaving becomes part of a URI",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of entries with one name that are checked per URI.
const ENTRIES: usize = 64;

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>, out: &mut Sink<'_>) {
    let leaving: Vec<(&[u8], &Item<'a, 's>)> = leaving(cx).take(ENTRIES).collect();
    if leaving.is_empty() {
        return;
    }
    let mut told = HashSet::default();
    for uri in cx.uris().iter().filter(|uri| uri.role.is_uri()) {
        let mut chosen =
            uri.word.expansions().filter_map(|used| Some((used, untyped(used.inside().as_literal()?))));
        let found = chosen.find_map(|(used, name)| {
            let items = || leaving.iter().filter(|(setting, _)| *setting == name).map(|(_, item)| *item);
            items().next()?;
            let known = cx.analysis().before(uri.command.id())?.setting(name);
            let gets_here = |item: &&Item<'a, 's>| known.texts.iter().any(|text| text == item.name);
            let items: Vec<_> = items().filter(gets_here).collect();
            items.first().filter(|first| told.insert(first.command.id()))?;
            describe(uri, used, name, &items)
        });
        out.extend(found);
    }
}

/// The entries that leave a menu, each with the setting that stores its name.
fn leaving<'c, 'a, 's>(cx: &'c Context<'a, 's>) -> impl Iterator<Item = (&'a [u8], &'c Item<'a, 's>)> {
    let shown = cx.menus().menus().iter().filter_map(|menu| Some((menu, menu.choices.first()?.setting?)));
    shown.flat_map(|(menu, setting)| {
        let leaves =
            |item: &&Item<'_, '_>| item.name.as_known().is_some_and(|name| Meaning::LeavingEntry.is_in(name));
        menu.items.iter().filter(leaves).map(move |item| (setting, item))
    })
}

fn describe(
    uri: &UriWord<'_, '_>,
    used: Expansion<'_, '_>,
    setting: &[u8],
    items: &[&Item<'_, '_>],
) -> Option<Diagnostic> {
    let (first, more) = items.split_first()?;
    let name = quote(first.word.text());
    let message = format!("the menu entry {name} becomes part of this URI");
    let label = "choosing it to leave downloads a file of that name";
    let finding = Diagnostic::new(RuleId::EntryInUri, used.span(), message, label)
        .and_label(first.word.span(), "nothing tests for this entry before the download");
    let finding = label_all(finding, more.iter().map(|item| item.word.span()), "nor for this entry");
    let setting = String::from_utf8_lossy(setting);
    let entry = String::from_utf8_lossy(first.word.text());
    let command = uri.command.name().map(|name| String::from_utf8_lossy(name.text()).into_owned())?;
    Some(finding.help(format!("test for the entry before this `{command}`: `iseq ${{{setting}}} {entry} && exit ||`, or `goto` instead of `exit`")))
}
