//! `choose --default` with a name that no entry has.

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suggest, text::quote,
};
use ipxe_language::text::Text;
use ipxe_model::{
    menus::entries::{Choice, Menu},
    slips::{is_slip, is_value},
};
use ipxe_syntax::Word;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-default-item",
    code: "IPX703",
    summary: "`choose --default` names no entry of the menu",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of entries that are compared to find the intended name.
const COMPARED: usize = 200;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for menu in cx.menus().menus().iter().filter(|menu| !menu.is_open && !menu.items.is_empty()) {
        out.extend(menu.choices.iter().filter_map(|choice| look_at(cx, menu, choice)));
    }
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, menu: &Menu<'a, 's>, choice: &Choice<'a, 's>) -> Option<Diagnostic> {
    let value = choice.operation.default?;
    let word = choice.command.arguments().nth(value.argument)?;
    let is_whole = value.range().start == 0;
    let default = if is_whole { cx.constants().resolve(word, cx) } else { value.text.to_text().into_owned() };
    let has = |name: &[u8]| menu.items.iter().any(|item| item.name.as_known() == Some(name));
    let is_wrong = |name: &[u8]| {
        !name.is_empty() && !has(name) && !is_entry_elsewhere(cx, menu, name) && !may_be_given(menu, name)
    };
    let several = if default.is_known() || !is_whole { Vec::new() } else { values(cx, choice, word) };
    let wrong = std::iter::once(&default).chain(&several).find(|text| text.as_known().is_some_and(is_wrong));
    let name = wrong.and_then(Text::as_known)?;
    // With a single entry, the default cannot be wrong.
    let [first, _, ..] = menu.items.as_slice() else { return None };
    let end = word.text().len();
    let place = if word.has_expansion() {
        word.span()
    } else {
        word.span_at(end - value.text.bytes().len().min(end)..end)
    };
    let message = match several.len() {
        0 => format!("no entry of this menu has the name {}", quote(name)),
        _ => format!(
            "no entry of this menu has the name {}, a possible value of {}",
            quote(name),
            quote(word.text())
        ),
    };
    let label = "iPXE reports nothing, and preselects the first entry";
    let finding = Diagnostic::new(RuleId::UnknownDefaultItem, place, message, label)
        .and_label(first.word.span(), "this entry is preselected");
    let candidates = menu.items.iter().take(COMPARED).filter_map(|item| item.name.as_known());
    Some(match suggest::near(name, candidates).filter(|_| !word.has_expansion()) {
        Some(near) => finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), place, near)),
        None => finding.help("name one of the entries, or remove the option"),
    })
}

/// Whether an entry with a computed name may have this name.
fn may_be_given(menu: &Menu<'_, '_>, name: &[u8]) -> bool {
    let names = || menu.items.iter().take(COMPARED).map(|item| &item.name);
    let mut open = names().filter(|open| !open.is_known()).peekable();
    let is_slip = || is_slip(name, names().filter_map(|open| open.as_known()));
    open.peek().is_some() && !(open.all(|open| is_value(open) || !open.may_equal(name)) && is_slip())
}

/// The possible values of a default, if all of them are known and the script sets several.
fn values<'a, 's>(cx: &Context<'a, 's>, choice: &Choice<'a, 's>, word: Word<'a, 's>) -> Vec<Text<'static>> {
    let moment = cx.analysis().before(choice.command.id());
    let texts = moment.map(|moment| moment.texts(word.text())).unwrap_or_default();
    let are_known = texts.len() > 1 && texts.len() <= COMPARED && texts.iter().all(Text::is_known);
    if are_known { texts } else { Vec::new() }
}

/// Whether another menu has the entry, and the choice is after a label that can be a jump target from there.
fn is_entry_elsewhere(cx: &Context<'_, '_>, own: &Menu<'_, '_>, name: &[u8]) -> bool {
    let others = cx.menus().menus().iter().filter(|menu| menu.command.id() != own.command.id());
    others.flat_map(|menu| &menu.items).any(|item| item.name.as_known() == Some(name))
}
