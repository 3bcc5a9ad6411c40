//! Entries with a section of their name, for which there is no test although there are tests for others.

use ipxe_model::{
    graph::{Edge, Node},
    menus::{chosen::Chosen, entries::Menu},
};
use ipxe_syntax::{Command, Label, Word};

use crate::{Diagnostic, RuleId, context::Context, text::quote};

/// An entry with a test, so that others should have one, too.
pub(super) fn unasked<'a, 's>(cx: &Context<'a, 's>, menu: &Menu<'a, 's>) -> Vec<Diagnostic> {
    let labelled = menu.items.iter().filter_map(|item| {
        let label = item.name.as_known().and_then(|name| cx.label(name))?;
        is_never_gone_to(cx, label).then_some((item.word, label))
    });
    let labelled: Vec<(Word<'a, 's>, Label<'a, 's>)> = labelled.collect();
    if labelled.is_empty() {
        return Vec::new();
    }
    let only_compared = |chosen: &Chosen<'_, '_>| chosen.jumps.is_empty() && !chosen.is_used_otherwise;
    let Some(chosen) = cx.chosen(menu).filter(only_compared) else { return Vec::new() };
    let asks_for = |label: &Label<'_, '_>| chosen.compared.contains(label.name());
    let is_sent = |(word, _): &&(Word<'_, '_>, Label<'_, '_>)| chosen.compared.contains(word.text());
    let has_others = menu.items.iter().any(|item| {
        item.name.as_known().is_some_and(|name| chosen.compared.contains(name) && cx.label(name).is_some())
    });
    if !has_others {
        return Vec::new();
    }
    let lost = labelled.iter().filter(|entry| !is_sent(entry)).filter(|(_, label)| !asks_for(label));
    lost.map(|(word, label)| report(*word, *label, chosen.setting)).collect()
}

/// Whether a label is only reachable by a jump with a computed target, or unreachable.
fn is_never_gone_to<'a, 's>(cx: &Context<'a, 's>, label: Label<'a, 's>) -> bool {
    let Some(first) = cx.command_at(label) else { return false };
    let is_computed = |command: Command<'a, 's>| {
        let target = cx.flow.invocation(command.id()).and_then(|jump| jump.positional(0));
        target.is_some_and(|target| !target.is_known())
    };
    cx.flow.direct_predecessors(Node::Command(first.id())).all(|(edge, from)| {
        let Node::Command(from) = from else { return true };
        let is_jump = edge == Edge::Jump && cx.script.command(from).is_some_and(is_computed);
        is_jump || !cx.flow.is_reachable(from)
    })
}

fn report(word: Word<'_, '_>, label: Label<'_, '_>, setting: &[u8]) -> Diagnostic {
    let name = quote(word.text());
    let message = format!("nothing tests for the entry {name}, although it has a section");
    Diagnostic::new(
        RuleId::IgnoredChoice,
        word.span(),
        message,
        "choosing this entry does not run that section",
    )
    .and_label(label.span(), "nothing jumps from the menu to this label")
    .help(format!(
        "add `iseq ${{{0}}} {1} && goto {1} ||` to the lines for the other entries",
        String::from_utf8_lossy(setting),
        String::from_utf8_lossy(word.text())
    ))
}
