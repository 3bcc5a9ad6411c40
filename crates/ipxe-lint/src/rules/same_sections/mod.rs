//! Menu entries with the same effect: one is an unchanged copy of the other.

use foldhash::HashMap;
use ipxe_catalog::{Actions, CommandForm};
use ipxe_model::menus::entries::{Item, Menu};
use ipxe_syntax::{Command, Label, LineId};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "same-sections",
    code: "IPX714",
    summary: "two menu entries have sections that do exactly the same",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of commands of a section that are compared; longer ones count as different.
const COMPARED: usize = 64;

pub(super) fn check<'a, 's>(cx: &Context<'a, 's>, out: &mut Sink<'_>) {
    for menu in cx.menus().menus() {
        let mut first: HashMap<Vec<&[u8]>, (&Item<'a, 's>, Label<'a, 's>)> = HashMap::default();
        for item in &menu.items {
            let Some(label) = item.word.as_literal().and_then(|name| cx.label(name)) else { continue };
            let Some(words) = words(cx, label) else { continue };
            match first.get(&words) {
                // The same entry again, or intentionally the same under another text.
                Some((other, _)) if other.word.text() == item.word.text() || is_alias(menu, other, item) => {}
                Some((other, of_other)) => out.push(report(other, *of_other, item, label)),
                None => _ = first.insert(words, (item, label)),
            }
        }
    }
}

/// Whether one of two entries is an alias of the other: it is the default, or has the same text.
fn is_alias(menu: &Menu<'_, '_>, one: &Item<'_, '_>, other: &Item<'_, '_>) -> bool {
    let is_default = |item: &Item<'_, '_>| {
        item.is_default
            || menu.choices.iter().any(|choice| {
                choice
                    .operation
                    .default
                    .is_some_and(|default| default.text.as_known() == item.name.as_known())
            })
    };
    is_default(one) != is_default(other) && one.text.to_text() == other.text.to_text()
}

/// The words of all commands of a section, if it does something typical of an entry.
fn words<'a, 's>(cx: &Context<'a, 's>, label: Label<'a, 's>) -> Option<Vec<&'a [u8]>> {
    let lines = (label.line().index()..).filter_map(|line| Some(LineId::new(u32::try_from(line).ok()?)));
    let lines = lines.map_while(|line| cx.script.line(line));
    let section = lines.take_while(|line| line.label().is_none_or(|other| other.line() == label.line()));
    let commands: Vec<Command<'a, 's>> =
        section.flat_map(ipxe_syntax::Line::commands).take(COMPARED).collect();
    let matters = |form: &CommandForm| {
        let matters =
            Actions::EXECUTES.union(Actions::BOOTS).union(Actions::FETCHES).union(Actions::WRITES_SETTINGS);
        form.effects.actions.intersects(matters)
    };
    let is_plain = |command: &Command<'a, 's>| command.is_empty() || cx.form(*command).is_some();
    let does = commands.iter().any(|command| cx.form(*command).is_some_and(matters));
    // Its effect may depend on the entry's name, or on the path to it.
    let is_computed = commands
        .iter()
        .any(|command| command.expansions().next().is_some_and(|_| reads_choice(cx, *command)));
    if !does || is_computed || commands.len() == COMPARED || !commands.iter().all(is_plain) {
        return None;
    }
    let texts = commands.iter().flat_map(|command| {
        let operator = command.operator().map(|operator| cx.script.slice(operator.span));
        operator.into_iter().chain(command.words().map(ipxe_syntax::Word::text)).chain([&b"\n"[..]])
    });
    Some(texts.collect())
}

/// Whether a command reads a setting that stores a choice.
fn reads_choice(cx: &Context<'_, '_>, command: Command<'_, '_>) -> bool {
    let mut names = command.expansions().filter_map(|used| used.inside().as_literal());
    names.any(|name| cx.menus().uses(ipxe_language::setting_name::untyped(name)).is_some())
}

fn report(
    one: &Item<'_, '_>,
    of_one: Label<'_, '_>,
    other: &Item<'_, '_>,
    of_other: Label<'_, '_>,
) -> Diagnostic {
    let (first, second) = (quote(one.word.text()), quote(other.word.text()));
    let message = format!("the section of entry {second} does exactly the same as that of {first}");
    let label = "every command is the same as in the other section";
    Diagnostic::new(RuleId::SameSections, of_other.span(), message, label)
        .and_label(of_one.span(), "the other section")
        .and_label(other.word.span(), "this entry promises something else")
        .help("change what should be different here, or use one section for both entries")
}
