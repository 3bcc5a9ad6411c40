//! Entries of menus that are chosen for a `goto`, and have no label.

use foldhash::HashSet;
use ipxe_language::text::Text;
use ipxe_syntax::{Command, CommandId, Segment, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suggest, text::quote,
};
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    graph::Edge,
    menus::entries::{Item, Menu, Uses},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "item-without-label",
    code: "IPX701",
    summary: "a menu's entry is jumped to, and there is no label of its name",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Most labels that are compared with a name in search of the one that was meant, and most names that are compared.
const COMPARED: usize = 200;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut searches = 0..COMPARED;
    for menu in cx.menus().menus() {
        let setting = menu.choices.first().and_then(|choice| choice.setting);
        let uses = setting.and_then(|setting| Some((setting, cx.menus().uses(setting)?)));
        let Some((setting, uses)) = uses.filter(|(_, uses)| !uses.is_used_otherwise) else { continue };
        let is_lost = |item: &&Item<'_, '_>| is_lost(cx, setting, item, uses);
        let lost: Vec<_> = menu.items.iter().filter(is_lost).collect();
        if lost.is_empty() {
            continue;
        }
        let Some(target) = target_behind(cx, setting, menu, uses) else { continue };
        let is_fatal = uses.decide_by_jumps(cx);
        if is_fatal && lost.len() == menu.items.len() {
            out.extend(report_all(&lost, target));
            continue;
        }
        for item in lost {
            let meant = searches.next().and_then(|_| meant(cx, menu, item));
            // `goto ${x} || …` may be the way to handle what has no label, unless that was only misspelt.
            if is_fatal || meant.is_some() {
                out.push(report(item, target, meant, is_fatal));
            }
        }
    }
}

/// The target of the first jump behind the choice that the choice gets to, or of the first of all: where menus share a
/// setting, another one may overwrite it before.
fn target_behind<'a, 's>(
    cx: &Context<'a, 's>,
    setting: &[u8],
    menu: &Menu<'a, 's>,
    uses: &Uses<'a, 's>,
) -> Option<Word<'a, 's>> {
    let choice = menu.choices.first()?.command.id();
    let others: HashSet<CommandId> = cx
        .menus()
        .menus()
        .iter()
        .flat_map(|menu| &menu.choices)
        .filter(|choice| choice.setting == Some(setting))
        .map(|choice| choice.command.id())
        .collect();
    let after = cx.flow.reachable_from_along([choice], |command, edge| {
        !others.contains(&command) || command == choice && edge == Edge::Success
    });
    let mut jumps = uses.jumps.iter().filter(|(jump, _)| after.contains(jump.id()));
    let first = jumps.clone().next();
    jumps.find(|(jump, _)| jump.id() >= choice).or(first).map(|(_, target)| *target)
}

/// Whether nothing handles the entry: no jump finds a label for it, and no comparison asks for it.
fn is_lost(cx: &Context<'_, '_>, setting: &[u8], item: &Item<'_, '_>, uses: &Uses<'_, '_>) -> bool {
    let Some(name) = item.word.as_literal().filter(|_| item.name.is_known()) else { return false };
    let leads_on = |(_, target): &(Command<'_, '_>, Word<'_, '_>)| {
        let label = with_value(*target, setting, name);
        label.as_known().is_none_or(|label| cx.label(label).is_some())
    };
    !name.is_empty() && !uses.compared.contains(name) && !uses.jumps.iter().any(leads_on)
}

/// A word as it is when a setting has a certain value.
fn with_value(word: Word<'_, '_>, setting: &[u8], value: &[u8]) -> Text<'static> {
    let mut text = Text::default();
    for segment in word.segments() {
        match segment {
            Segment::Literal { text: literal, .. } => text.push_bytes(literal),
            Segment::Expansion(expansion) => match expansion.inside().as_literal() {
                Some(name) if untyped(name) == setting => text.push_bytes(value),
                _ => text.push_unknown(),
            },
            _ => text.push_unknown(),
        }
    }
    text
}

/// A label with a name like the entry's, which is not another entry's.
fn meant<'a>(cx: &Context<'a, '_>, menu: &Menu<'_, '_>, item: &Item<'_, '_>) -> Option<&'a str> {
    let names: HashSet<&[u8]> = menu.items.iter().map(|item| item.word.text()).collect();
    let labels = cx.script.labels().map(ipxe_syntax::Label::name).filter(|name| !names.contains(name));
    let labels: Vec<&[u8]> = labels.take(COMPARED).collect();
    let near = suggest::near(item.word.text(), labels.iter().copied())?;
    labels
        .into_iter()
        .find(|label| *label == near.as_bytes())
        .and_then(|label| std::str::from_utf8(label).ok())
}

/// None of the entries has a label: the mistake is in the `goto`.
fn report_all(lost: &[&Item<'_, '_>], target: Word<'_, '_>) -> Option<Diagnostic> {
    let (first, more) = lost.split_first()?;
    let message = match more.len() {
        0 => "there is no label for the only entry of the menu".to_owned(),
        more => format!("there is no label for any of the menu's {} entries", more + 1),
    };
    let label = "whatever is chosen, `goto` fails, and the script ends here";
    let finding = Diagnostic::new(RuleId::ItemWithoutLabel, target.span(), message, label);
    let finding = finding.and_label(first.word.span(), "an entry without a label");
    Some(finding.help(
        "name the labels as this `goto` spells them: the name of the entry, and what is around it here",
    ))
}

fn report(item: &Item<'_, '_>, target: Word<'_, '_>, meant: Option<&str>, is_fatal: bool) -> Diagnostic {
    let message = format!("there is no label for the menu entry {}", quote(item.word.text()));
    let (level, label) = if is_fatal {
        (Level::Error, "who chooses this entry ends the script with an error")
    } else {
        (Level::Warning, "who chooses this entry does not get it")
    };
    let finding = Diagnostic::new(RuleId::ItemWithoutLabel, item.word.span(), message, label)
        .at_level(level)
        .and_label(target.span(), "this `goto` looks for a label of the entry's name");
    match meant {
        Some(meant) => finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), item.word.span(), meant)),
        None => finding.help("name the entry after the label that it leads to, or define the label"),
    }
}
