//! memdisk with a CD image that it would treat as a hard disk.

use ipxe_catalog::world::FileClass;
use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::files::kind_of,
    images::{command_lines::CommandLine, loads::ImageLoad},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "disc-as-disk",
    code: "IPX614",
    summary: "memdisk gets an ISO image without the argument `iso`",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.command_lines().memdisk().iter().filter_map(|line| look_at(cx, line)));
}

fn look_at(cx: &Context<'_, '_>, line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let says_kind = |word: &Word<'_, '_>| {
        let key = word.text().split(|byte| *byte == b'=').next().unwrap_or_default();
        matches!(key, b"iso" | b"floppy" | b"harddisk") || word.has_expansion()
    };
    if line.words.iter().any(says_kind) {
        return None;
    }
    let loads = cx.sections().loads(cx.sections().of(line.command.span()), cx.images().loads());
    let mut files = loads.iter().filter(|load| load.is_initrd);
    let is_disc = |load: &&ImageLoad| kind_of(&load.file).is_some_and(|kind| kind.class == FileClass::Disc);
    let disc = files.next().filter(is_disc).filter(|_| files.next().is_none())?;
    let message = format!(
        "memdisk gets the ISO image {} without the argument `iso`",
        quote(cx.script.slice(disc.place))
    );
    let label = "without `iso`, memdisk treats the image as a floppy or a hard disk, and nothing boots";
    let end = line.words.last().map_or(line.image.span(), |word| word.span()).end();
    Some(
        Diagnostic::new(RuleId::DiscAsDisk, line.image.span(), message, label)
            .and_label(disc.place, "the ISO image")
            .fix(Fix::unsafe_("add `iso` to memdisk's arguments", Span::empty(end), " iso")),
    )
}
