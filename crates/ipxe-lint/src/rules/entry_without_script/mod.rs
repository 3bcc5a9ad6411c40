//! Menu entries whose script does not exist.

use foldhash::HashSet;
use ipxe_model::tree::absent::{AfterFailure, EntryOfAbsent, after_failure, entries_of_absent};
use ipxe_syntax::CommandId;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "entry-without-script",
    code: "IPX715",
    summary: "a menu entry downloads a script that is not in the server's document root",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let mut found = entries_of_absent(cx);
    let mut told = HashSet::default();
    // A script may be verified before it is started.
    found.retain(|one| told.insert((one.item.command.id(), one.absent.path.clone())));
    let key = |one: &EntryOfAbsent<'_, '_, '_>| -> (CommandId, CommandId) {
        (one.uri.command.id(), one.menu.command.id())
    };
    for of_menu in found.chunk_by(|one, other| key(one) == key(other)) {
        match of_menu {
            [first, more @ ..] if of_menu.len() == first.menu.items.len() && !more.is_empty() => {
                out.push(report_all(cx, first, more));
            }
            _ => out.extend(of_menu.iter().map(|entry| report(cx, entry))),
        }
    }
}

fn level(cx: &Context<'_, '_>, entry: &EntryOfAbsent<'_, '_, '_>) -> Level {
    let is_fatal = after_failure(cx, entry.uri.command.id()) == AfterFailure::Ends;
    if is_fatal && entry.absent.is_relative { Level::Error } else { Level::Warning }
}

fn report(cx: &Context<'_, '_>, entry: &EntryOfAbsent<'_, '_, '_>) -> Diagnostic {
    let EntryOfAbsent { item, uri, absent, .. } = entry;
    let (name, path) = (quote(item.word.text()), quote(&absent.path));
    let message = format!("the menu entry {name} downloads {path}, which is not in the document root");
    let label = match after_failure(cx, uri.command.id()) {
        AfterFailure::Ends => "choosing it fails with the download, and the script ends",
        _ => "choosing it fails with the download",
    };
    let finding = Diagnostic::new(RuleId::EntryWithoutScript, item.word.span(), message, label);
    let finding =
        finding.at_level(level(cx, entry)).and_label(uri.word.span(), "the name becomes part of this URI");
    finding.help(match absent.in_other_case.as_ref().or(absent.namesake.as_ref()) {
        Some(other) => format!("there is {}: change the name of the entry", quote(other)),
        None => "add the script, or remove the entry".to_owned(),
    })
}

/// None of the entries has a script: the mistake is in the URI.
fn report_all<'m>(
    cx: &Context<'_, '_>,
    first: &EntryOfAbsent<'_, '_, '_>,
    more: impl IntoIterator<Item = &'m EntryOfAbsent<'m, 'm, 'm>>,
) -> Diagnostic {
    let count = first.menu.items.len();
    let message = format!("there is no script for any of the menu's {count} entries");
    let label =
        format!("the first one downloads {}, which is not in the document root", quote(&first.absent.path));
    let finding = Diagnostic::new(RuleId::EntryWithoutScript, first.uri.word.span(), message, label);
    let finding =
        finding.at_level(level(cx, first)).and_label(first.item.word.span(), "an entry without a script");
    let finding = label_all(finding, more.into_iter().map(|entry| entry.item.word.span()), "also this one");
    finding.help("correct the URI, or add the scripts")
}
