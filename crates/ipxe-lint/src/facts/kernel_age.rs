//! The age of a kernel, and the consequence for its initrd.

use ipxe_catalog::{
    Platform,
    world::{asks_for_initrd, lacks_efi_stub, offers_initrd},
};
use ipxe_model::{images::command_lines::CommandLine, reach::Model};
use ipxe_syntax::CommandId;

/// How the kernel gets its initrd under UEFI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnderUefi {
    /// By its name: the one that the command line names with `initrd=`.
    ByName,
    /// Without its name: the kernel requests its initrd from iPXE, whatever the command line names.
    Unasked,
    /// The kernel is unreachable under UEFI, or UEFI cannot start it.
    Never,
}

impl UnderUefi {
    /// The age of a kernel according to its URIs, its arguments, the label of its section, and the entries that lead
    /// there.
    pub(crate) fn of<'a, 's>(cx: &Model<'a, 's>, line: &CommandLine<'a, 's>) -> Self {
        let answers = offers_initrd(cx.catalog.target().release());
        if says(cx, line, lacks_efi_stub) {
            Self::Never
        } else if answers && says(cx, line, asks_for_initrd) {
            Self::Unasked
        } else if is_reached(cx, line) {
            Self::ByName
        } else {
            Self::Never
        }
    }
}

/// A section that is unreachable in this script may be entered from elsewhere.
fn is_reached<'a, 's>(cx: &Model<'a, 's>, line: &CommandLine<'a, 's>) -> bool {
    let in_view = cx.catalog.target().platforms();
    let runs_on = |platform| cx.runs_on(line.command.id(), platform);
    in_view.contains(Platform::Efi) && (runs_on(Platform::Efi) || !in_view.iter().any(runs_on))
}

fn says<'a, 's>(cx: &Model<'a, 's>, line: &CommandLine<'a, 's>, says: fn(&[u8]) -> bool) -> bool {
    let location = cx.constants().resolve(line.image, cx);
    let load = cx.images().first_of(&location);
    // The values of settings here, if the script sets other values elsewhere.
    let all_say = |command: CommandId, text: &[u8]| {
        let texts = cx.analysis().before(command).map(|moment| moment.texts(text));
        texts.is_some_and(|texts| !texts.is_empty() && texts.iter().all(|text| says(text.known_bytes())))
    };
    says(location.known_bytes())
        || load.is_some_and(|load| says(cx.script.slice(load.place)))
        || line.arguments().iter().any(|argument| says(argument.known_bytes()))
        || cx.headings().say(line.command.span(), says)
        || all_say(line.command.id(), line.image.text())
        || load.is_some_and(|load| all_say(load.command, cx.script.slice(load.place)))
}
