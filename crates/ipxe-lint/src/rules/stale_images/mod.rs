//! Loops that load images again while those of the last iteration are still registered.

mod attempt;
mod menu;

use foldhash::HashSet;
use ipxe_catalog::Actions;
use ipxe_syntax::{Command, Label, Span};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::retries::{Retry, Stations, rounds},
    images::loads::ImageLoad,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "stale-images",
    code: "IPX504",
    summary: "a loop loads images again without freeing those of the last iteration",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images that a finding points at.
const SHOWN: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if cx.images().loads().is_empty() {
        return;
    }
    let frees = Stations::new(cx, &|form| form.effects.actions.contains(Actions::FREES_IMAGES), |_| true);
    let (mut last, mut told) = (None, HashSet::default());
    for retry in rounds(cx).iter().filter(|retry| !frees.has_between(retry.head, retry.jump)) {
        if last == Some(retry.label.line()) {
            continue;
        }
        let stale: Vec<_> = loads_in(cx, *retry).iter().filter(|load| is_stale(cx, load)).collect();
        if !stale.is_empty() {
            last = Some(retry.label.line());
            told.extend(stale.iter().map(|load| load.command));
            out.push(describe(cx, *retry, &stale));
        }
    }
    let in_menus = menu::check(cx, &told);
    if in_menus.is_none() {
        out.extend(attempt::check(cx, &told));
    }
    out.extend(in_menus);
}

/// The images that an iteration loads on lines before the one with the jump.
fn loads_in<'c>(cx: &'c Context<'_, '_>, retry: Retry<'_, '_>) -> &'c [ImageLoad] {
    let loads = cx.images().loads();
    let to = retry.jump.line().commands().next().map_or(retry.jump.id(), Command::id);
    let start = loads.partition_point(|load| load.command < retry.head.id());
    let end = loads.partition_point(|load| load.command < to);
    loads.get(start..end.max(start)).unwrap_or_default()
}

/// Whether the image that this loads may be registered already, from the last iteration.
fn is_stale(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let executes =
        cx.form_of(load.command).is_none_or(|form| form.effects.actions.contains(Actions::EXECUTES));
    let (false, Some(name)) = (executes, load.name.as_known()) else { return false };
    let Some(moment) = cx.analysis().before(load.command) else { return false };
    moment.image_named(name).is_some_and(|image| image.by.commands().any(|by| by == load.command))
}

fn describe(cx: &Context<'_, '_>, retry: Retry<'_, '_>, stale: &[&ImageLoad]) -> Diagnostic {
    let Retry { label, head, jump } = retry;
    let names: Vec<_> = stale.iter().take(SHOWN).map(|load| quote(load.name.known_bytes())).collect();
    let verb = if stale.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} still registered when {} loads again",
        names.join(", "),
        quote(&with_colon(label))
    );
    let text = "the images of the last iteration stay, and the kernel gets them as extra initrds";
    let finding = Diagnostic::new(RuleId::StaleImages, label.span(), message, text)
        .and_label(jump.span(), "the next iteration starts here");
    let finding = stale
        .iter()
        .take(SHOWN)
        .fold(finding, |finding, load| finding.and_label(load.place, "loaded again in each iteration"));
    let loads_before = cx.images().loads().first().is_some_and(|first| {
        cx.script.command(first.command).is_some_and(|command| command.line_id() < label.line())
    });
    if loads_before {
        return finding.help("free these images before they are loaded again: `imgfree NAME`");
    }
    let is_alone = head.line_id() != label.line();
    let after = if is_alone { "" } else { "\n" };
    let place = Span::empty(label.span().end());
    finding.fix(Fix::unsafe_("begin each iteration with `imgfree`", place, format!("\nimgfree{after}")))
}

fn with_colon(label: Label<'_, '_>) -> Vec<u8> {
    [b":", label.name()].concat()
}
