//! Menu entries that are chosen for a `goto`, but have no label.

mod consequence;
mod misspelt;

use foldhash::HashSet;
use ipxe_language::text::Text;
use ipxe_syntax::{Command, Segment, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
    suggest, text::quote,
};
use consequence::{Consequence, Handling, next_entry};
use ipxe_model::menus::{
    chosen::{Chosen, Handler},
    entries::{Item, Menu},
};
use ipxe_model::reach::unreachable::is_left_out;

pub(super) const META: RuleMeta = RuleMeta {
    name: "item-without-label",
    code: "IPX701",
    summary: "`goto` jumps to the chosen entry, and an entry has no label",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of labels and names that are compared to find the intended label.
const COMPARED: usize = 200;

/// The maximum number of entries of a menu with separate findings.
const APART: usize = 3;

/// The maximum number of entries that a common finding names.
const NAMED: usize = 2;

/// The maximum number of menus that are checked in detail: each walk through the script takes time linear in its
/// length.
const WALKS: usize = 64;

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>, out: &mut Sink<'_>) {
    let mut searches = 0..COMPARED;
    let without_label = |item: &Item<'_, '_>| {
        let name = item.word.as_literal().filter(|name| item.name.is_known() && !name.is_empty());
        name.is_some_and(|name| cx.label(name).is_none())
    };
    let at_stake = cx.menus().menus().iter().filter(|menu| menu.items.iter().any(without_label));
    // The labels of a part of a script may be in the rest.
    let at_stake = at_stake.filter(|_| !cx.standing().is_part());
    for menu in at_stake.take(WALKS).filter(|menu| !is_left_out(cx, menu.command)) {
        let Some(chosen) = cx.chosen(menu) else { continue };
        let lost: Vec<_> = menu.items.iter().filter(|item| is_lost(cx, item, &chosen)).collect();
        if lost.is_empty() {
            continue;
        }
        let jumps = chosen.jumps.iter().filter(|_| !chosen.is_used_otherwise);
        let Some(&(jump, target)) = jumps.min_by_key(|jump| is_above(menu, jump)) else {
            out.extend(misspelt::check(cx, menu, &lost, &chosen.compared));
            continue;
        };
        let is_fatal =
            chosen.jumps.iter().all(|(jump, _)| matches!(cx.handler(menu, jump.id()), Handler::None));
        if is_fatal && lost.len() == menu.items.len() {
            out.extend(report_all(&lost, target));
            continue;
        }
        let handling = Handling {
            cx,
            handler: cx.handler(menu, jump.id()),
            is_fatal,
            lost: lost.len(),
            next_entry: next_entry(cx, menu, jump, target),
        };
        let lone =
            lost.first().filter(|_| lost.len() == 1).and_then(|_| lone_label(cx, menu, Spelling::of(target)));
        let mut plain: Vec<(&Item<'a, 's>, Consequence)> = Vec::new();
        for item in lost {
            let meant = searches.next().and_then(|_| meant(cx, menu, item, Spelling::of(target))).or(lone);
            match (handling.consequence(item, meant.is_some()), meant) {
                (Some(consequence), Some(meant)) => {
                    out.push(report_misspelt(report(item, target, &consequence), item, meant));
                }
                (Some(consequence), None) => plain.push((item, consequence)),
                (None, _) => {}
            }
        }
        if plain.len() > APART {
            out.extend(report_several(&plain, target));
        } else {
            out.extend(plain.iter().map(|(item, consequence)| report(item, target, consequence)));
        }
    }
}

/// Whether the jump is above the menu: the finding should point at the one after it.
fn is_above<'a, 's>(menu: &Menu<'a, 's>, (jump, _): &(Command<'a, 's>, Word<'a, 's>)) -> bool {
    menu.choices.first().is_some_and(|choice| jump.id() < choice.command.id())
}

/// Whether nothing handles the entry.
fn is_lost(cx: &Context<'_, '_>, item: &Item<'_, '_>, chosen: &Chosen<'_, '_>) -> bool {
    let Some(name) = item.word.as_literal().filter(|_| item.name.is_known()) else { return false };
    let has_label = |label: &Text<'_>| label.as_known().is_none_or(|label| cx.label(label).is_some());
    !name.is_empty() && chosen.loses(name, has_label)
}

/// The text that a jump adds around the name of the chosen entry.
#[derive(Clone, Copy, Default)]
struct Spelling<'a> {
    before: &'a [u8],
    after: &'a [u8],
}

impl<'a> Spelling<'a> {
    fn of(target: Word<'a, '_>) -> Self {
        let mut expansions = target.expansions();
        let (Some(only), None) = (expansions.next(), expansions.next()) else { return Self::default() };
        let (text, word) = (target.text(), target.span());
        let at = |offset: u32| (offset - word.start()) as usize;
        let before = text.get(..at(only.span().start())).unwrap_or_default();
        Self { before, after: text.get(at(only.span().end())..).unwrap_or_default() }
    }

    /// The name of the entry for which the jump finds a label.
    fn entry(self, label: &[u8]) -> Option<&[u8]> {
        label.strip_prefix(self.before)?.strip_suffix(self.after).filter(|name| !name.is_empty())
    }

    fn is_plain(self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }
}

/// The name that the entry would need for a label with a name similar to the missing one, if that is not another
/// entry's label.
fn meant<'a>(
    cx: &Context<'a, '_>,
    menu: &Menu<'_, '_>,
    item: &Item<'_, '_>,
    spelling: Spelling<'_>,
) -> Option<&'a str> {
    let names: HashSet<&[u8]> = menu.items.iter().map(|item| item.word.text()).collect();
    let labels = cx.script.labels().map(ipxe_syntax::Label::name);
    let labels = labels.filter_map(|label| spelling.entry(label)).filter(|name| !names.contains(name));
    let labels: Vec<&[u8]> = labels.take(COMPARED).collect();
    let near = suggest::near(item.word.text(), labels.iter().copied())?;
    labels
        .into_iter()
        .find(|label| *label == near.as_bytes())
        .and_then(|label| std::str::from_utf8(label).ok())
}

/// The entry's name in the only otherwise unreachable label with the jump's spelling: it belongs to the only entry
/// without a label.
fn lone_label<'a>(cx: &Context<'a, '_>, menu: &Menu<'_, '_>, spelling: Spelling<'_>) -> Option<&'a str> {
    if spelling.is_plain() {
        return None;
    }
    let names: HashSet<&[u8]> = menu.items.iter().map(|item| item.word.text()).collect();
    let jumped_to: HashSet<&[u8]> = cx.jumps().filter_map(|jump| jump.word.as_literal()).collect();
    let labels = cx.script.labels().map(ipxe_syntax::Label::name).filter(|label| !jumped_to.contains(label));
    let mut free = labels.filter_map(|label| spelling.entry(label)).filter(|name| !names.contains(name));
    let only = free.next().filter(|_| free.next().is_none())?;
    std::str::from_utf8(only).ok()
}

/// None of the entries has a label: the mistake is in the `goto`.
fn report_all(lost: &[&Item<'_, '_>], target: Word<'_, '_>) -> Option<Diagnostic> {
    let (first, more) = lost.split_first()?;
    let message = match more.len() {
        0 => "there is no label for the menu's only entry".to_owned(),
        more => format!("there is no label for any of the menu's {} entries", more + 1),
    };
    let label = "whichever entry is chosen, `goto` fails, and the script ends here";
    let finding = Diagnostic::new(RuleId::ItemWithoutLabel, target.span(), message, label);
    let finding = finding.and_label(first.word.span(), "an entry without a label");
    let is_alone =
        matches!(target.segments().next(), Some(Segment::Expansion(only)) if only.span() == target.span());
    Some(finding.help(if is_alone {
        "define a label with the name of each entry"
    } else {
        "name the labels as this `goto` does: the entry's name with the text around it"
    }))
}

fn report(item: &Item<'_, '_>, target: Word<'_, '_>, consequence: &Consequence) -> Diagnostic {
    let message = format!("there is no label for the menu entry {}", quote(item.word.text()));
    Diagnostic::new(RuleId::ItemWithoutLabel, item.word.span(), message, consequence.label())
        .at_level(consequence.level())
        .and_label(target.span(), "this `goto` looks for a label with the entry's name")
        .help("give the entry the name of its label, or define the label")
}

fn report_misspelt(finding: Diagnostic, item: &Item<'_, '_>, meant: &str) -> Diagnostic {
    let fix = Fix::unsafe_(format!("did you mean `{meant}`?"), item.word.span(), meant);
    Diagnostic { help: None, ..finding }.fix(fix)
}

fn report_several(lost: &[(&Item<'_, '_>, Consequence)], target: Word<'_, '_>) -> Option<Diagnostic> {
    let ((first, consequence), more) = lost.split_first()?;
    let names: Vec<_> = lost.iter().take(NAMED).map(|(item, _)| quote(item.word.text())).collect();
    let others = lost.len().saturating_sub(NAMED);
    let mut finding = report(first, target, consequence);
    finding.message =
        format!("there are no labels for the menu entries {} and {others} more", names.join(", "));
    Some(label_all(finding, more.iter().map(|(item, _)| item.word.span()), "also none for this one"))
}
