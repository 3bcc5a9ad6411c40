//! Images that iPXE cannot execute with any build options.

use ipxe_catalog::{
    Actions, CommandForm, Platform,
    world::{FileClass, FileKind, NameMatch},
};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{files::kind_of, positional_words},
    images::loads::file_name,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unexecutable-image",
    code: "IPX515",
    summary: "an image is executed that has a format no iPXE can execute",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const FAILS: &str = "this fails with \"Exec format error\" once it is downloaded";
const SMALL: &str =
    "this fails with \"Exec format error\"; under BIOS, a small file runs as if it were a boot program";
const DISC: &str =
    "boot it as a drive with `sanboot`; or, under BIOS, load it with `initrd` after `kernel memdisk iso`";
const DISK: &str = "boot it as a drive with `sanboot`";
const INITRD: &str = "boot the kernel: its image's name, or `boot` alone";
const WINDOWS: &str = "load it with `initrd`, and boot it with wimboot: `kernel wimboot`";
const ARCHIVE: &str = "load it with `initrd`, for a kernel that uses it";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&executes) {
        let Some(word) = positional_words(command, invocation).next() else {
            continue;
        };
        let location = cx.constants().resolve(word, cx);
        let load = cx.images().first_of(&location);
        let file = load.map_or_else(|| file_name(&location), |load| load.file.clone());
        let is_kept = |kind: &FileKind| {
            kind.class == FileClass::Initrd && load.is_some_and(|load| load.is_initrd && !load.has_arguments)
        };
        // An image that is selected for a boot is not a script that a server generates.
        let is_selected = |kind: &FileKind| {
            kind.class == FileClass::Initrd
                && invocation.form().is_some_and(|form| !form.effects.actions.intersects(Actions::EXECUTES))
        };
        let is_told = |kind: &FileKind| {
            kind.certain && (kind.matched == NameMatch::Ending || is_selected(kind)) || is_kept(kind)
        };
        let Some(kind) = kind_of(&file).filter(|kind| is_told(kind)) else { continue };
        let Some((what, help)) = what_it_is(kind.class) else { continue };
        let help = if is_selected(kind) { ARCHIVE } else { help };
        let is_fatal = cx.flow.failure_is_fatal(command.id());
        // Under BIOS, a small file of no known format is run as a boot program.
        let may_be_small = kind.class == FileClass::Archive && cx.runs_on(command.id(), Platform::Pcbios);
        let message = format!("{} is {what}, which iPXE does not execute", quote(word.text()));
        let (label, level) = match (may_be_small, is_fatal) {
            (true, _) => (SMALL.to_owned(), Level::Warning),
            (false, true) => (format!("{FAILS}, and the script ends here"), Level::Error),
            (false, false) => (FAILS.to_owned(), Level::Warning),
        };
        let finding = Diagnostic::new(RuleId::UnexecutableImage, word.span(), message, label);
        out.push(finding.at_level(level).help(help));
    }
}

/// A description of the files of a kind that iPXE never executes, and the help text.
fn what_it_is(class: FileClass) -> Option<(&'static str, &'static str)> {
    Some(match class {
        FileClass::Disc => ("an ISO image", DISC),
        FileClass::Disk => ("a disk image", DISK),
        FileClass::Initrd => ("an initrd", INITRD),
        FileClass::WindowsImage => ("a Windows image", WINDOWS),
        FileClass::FileSystem => ("a file system image", ARCHIVE),
        FileClass::Archive => ("an archive", ARCHIVE),
        _ => return None,
    })
}

/// Whether the first argument must be executable.
fn executes(form: &CommandForm) -> bool {
    form.arguments.first().is_some_and(|argument| argument.role.is_uri())
        && form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::EXECUTES))
}
