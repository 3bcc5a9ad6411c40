//! Images that iPXE cannot execute, whatever it is built with.

use ipxe_catalog::{Actions, CommandForm};

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::{Context, positional_words},
    facts::images::file_name,
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unexecutable-image",
    code: "IPX515",
    summary: "an image is to be executed whose format no iPXE executes",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const DISC: &str = "boot it as a drive with `sanboot`; or load it with `initrd`, and have `kernel memdisk iso` boot it under BIOS";
const DISK: &str = "boot it as a drive, with `sanboot`";
const WINDOWS: &str = "load it with `initrd`, and have wimboot boot it: `kernel wimboot`";
const ARCHIVE: &str = "load it with `initrd`, for a kernel that knows what to do with it";

/// Endings of names, what such files are, and the way out.
const FORMATS: [(&str, &str, &str); 9] = [
    (".iso", "a disc", DISC),
    (".vhd", "a disk", DISK),
    (".vhdx", "a disk", DISK),
    (".qcow2", "a disk", DISK),
    (".vmdk", "a disk", DISK),
    (".wim", "an image of Windows", WINDOWS),
    (".squashfs", "a file system", ARCHIVE),
    (".cpio", "an archive", ARCHIVE),
    (".cpio.gz", "an archive", ARCHIVE),
];

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&executes) {
        let Some(word) = positional_words(command, invocation).next().filter(|_| !cx.is_template(command))
        else {
            continue;
        };
        let file = file_name(&cx.constants().resolve(word, cx));
        let name = String::from_utf8_lossy(file.tail()).to_ascii_lowercase();
        let Some((_, what, help)) = FORMATS.into_iter().find(|(end, ..)| name.ends_with(end)) else {
            continue;
        };
        let is_fatal = cx.flow.failure_is_fatal(command.id());
        let (ending, level) =
            if is_fatal { (", and the script ends here", Level::Error) } else { ("", Level::Warning) };
        let message = format!("{} is {what}, which iPXE does not execute", quote(word.text()));
        let label = format!("this fails with \"Exec format error\" once it is downloaded{ending}");
        let finding = Diagnostic::new(RuleId::UnexecutableImage, word.span(), message, label);
        out.push(finding.at_level(level).help(help));
    }
}

/// Whether the first argument has to be executable.
fn executes(form: &CommandForm) -> bool {
    form.arguments.first().is_some_and(|argument| argument.role.is_uri())
        && form.effects.actions.intersects(Actions::SELECTS_IMAGE.union(Actions::EXECUTES))
}
