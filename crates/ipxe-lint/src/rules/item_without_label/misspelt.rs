//! Entries whose choice is used for more than a jump, so that most names are valid, but not a misspelt one.

use foldhash::HashSet;
use ipxe_model::{
    menus::entries::{Item, Menu},
    settings::misspellings::is_misspelling,
};
use ipxe_syntax::Label;

use super::COMPARED;
use crate::{Diagnostic, Fix, Level, RuleId, context::Context, text::quote};

/// The labels and compared texts that are otherwise unused.
struct Wanted<'c> {
    labels: Vec<&'c [u8]>,
    compared: Vec<&'c [u8]>,
}

pub(super) fn check(
    cx: &Context<'_, '_>,
    menu: &Menu<'_, '_>,
    lost: &[&Item<'_, '_>],
    compared: &HashSet<&[u8]>,
) -> Vec<Diagnostic> {
    let wanted = wanted(cx, menu, compared);
    let found = lost.iter().take(COMPARED).filter_map(|item| {
        let name = item.word.text();
        // Typing errors rarely affect the first letter, by which names of a family often differ.
        let is_meant = |of: &&&[u8]| name.first() == of.first() && is_misspelling(name, of);
        let label = || Some((*wanted.labels.iter().find(is_meant)?, true));
        let compared = || Some((*wanted.compared.iter().find(is_meant)?, false));
        let (meant, is_label) = label().or_else(compared)?;
        Some(report(item, std::str::from_utf8(meant).ok()?, is_label))
    });
    found.collect()
}

fn wanted<'c>(cx: &'c Context<'_, '_>, menu: &Menu<'_, '_>, compared: &HashSet<&'c [u8]>) -> Wanted<'c> {
    let mut named: HashSet<&[u8]> = menu.items.iter().map(|item| item.word.text()).collect();
    let is_free = |name: &&[u8]| !named.contains(name);
    // If nothing else may set the setting, another rule reports the comparison as impossible.
    let setting = menu.choices.first().and_then(|choice| choice.setting);
    let is_given = setting.is_some_and(|setting| cx.tested().has(setting));
    let compared = compared.iter().copied().filter(|_| is_given);
    let compared = compared.filter(is_free).take(COMPARED).collect();
    named.extend(cx.menus().menus().iter().flat_map(|menu| &menu.items).map(|item| item.word.text()));
    named.extend(cx.jumps().map(|jump| jump.word.text()));
    let labels = cx.script.labels().map(Label::name).filter(|name| !named.contains(name)).take(COMPARED);
    Wanted { labels: labels.collect(), compared }
}

fn report(item: &Item<'_, '_>, meant: &str, is_label: bool) -> Diagnostic {
    let name = quote(item.word.text());
    let message = if is_label {
        format!("there is no label for the menu entry {name}, and no entry for the label `{meant}`")
    } else {
        format!("nothing is compared with the menu entry {name}, and no entry is called `{meant}`")
    };
    let label = "choosing this entry does not run it";
    let finding = Diagnostic::new(RuleId::ItemWithoutLabel, item.word.span(), message, label);
    let (finding, title) = (finding.at_level(Level::Warning), format!("did you mean `{meant}`?"));
    if is_label { finding.fix(Fix::unsafe_(title, item.word.span(), meant)) } else { finding.help(title) }
}
