//! Two images with the same name.

mod again;

use ipxe_catalog::{Actions, Platform};
use ipxe_language::text::{Certainty, Text};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{commands::positional_words, images::loads::ImageLoad};

pub(super) const META: RuleMeta = RuleMeta {
    name: "duplicate-image-name",
    code: "IPX507",
    summary: "an image gets the name of a registered image, or is downloaded twice",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let again: Vec<_> = again::find(cx);
    let is_again = |load: &ImageLoad| again.iter().any(|(_, command)| *command == load.command);
    out.extend(again.iter().map(|(finding, _)| finding.clone()));
    // Under BIOS, the names of initrds do not matter: a kernel gets all of them.
    if !cx.catalog.target().platforms().contains(Platform::Efi) {
        return;
    }
    let loads = cx.images().loads().iter().filter(|load| cx.images().is_loaded_twice(load));
    out.extend(loads.filter(|load| !is_again(load)).filter_map(|load| look_at(cx, load)));
}

fn look_at(cx: &Context<'_, '_>, load: &ImageLoad) -> Option<Diagnostic> {
    let executes =
        cx.form_of(load.command).is_none_or(|form| form.effects.actions.contains(Actions::EXECUTES));
    // `kernel vmlinuz` uses an existing image.
    let is_name = memchr::memchr2(b'/', b':', cx.script.slice(load.place)).is_none();
    let selects =
        cx.form_of(load.command).is_some_and(|form| form.effects.actions.contains(Actions::SELECTS_IMAGE));
    if is_name && selects {
        return None;
    }
    // A file with a path is added to an archive there, and its image's name does not matter.
    let name = load.name.as_known().filter(|_| !(executes || load.is_initrd && load.has_arguments))?;
    let before = cx.analysis().before(load.command)?.image_named(name)?;
    let is_round = before.by.commands().any(|by| by == load.command);
    if before.presence != Certainty::Yes || is_round {
        return None;
    }
    let other = before.by.commands().find_map(|by| cx.images().load_by(by))?;
    // The same file: whatever the name refers to, it is this one.
    if location(cx, load).is_some_and(|here| location(cx, other) == Some(here)) {
        return Some(report_same(load, other, name));
    }
    let message = format!("an image called {} is registered already", quote(name));
    let label = "both are registered now, and the name finds only the older one";
    let finding = Diagnostic::new(RuleId::DuplicateImageName, load.place, message, label);
    Some(finding.and_label(other.place, "the older one").help("give one of them another name: `--name`"))
}

/// The origin of an image, if it is known.
fn location(cx: &Context<'_, '_>, load: &ImageLoad) -> Option<Text<'static>> {
    let command = cx.script.command(load.command)?;
    let word = positional_words(command, cx.flow.invocation(load.command)?).next()?;
    Some(cx.constants().resolve(word, cx)).filter(Text::is_known)
}

fn report_same(load: &ImageLoad, other: &ImageLoad, name: &[u8]) -> Diagnostic {
    let message = format!("{} is downloaded a second time", quote(name));
    let label = "this costs time and memory, and leaves two images of one name";
    Diagnostic::new(RuleId::DuplicateImageName, load.place, message, label)
        .at_level(Level::Advice)
        .and_label(other.place, "it is downloaded here")
        .help(format!("use the name {} here, which is the image that is loaded already", quote(name)))
}
