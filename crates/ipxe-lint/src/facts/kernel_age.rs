//! What the age of a kernel says of its initrd.

use ipxe_catalog::{
    Platform,
    world::{asks_for_initrd, lacks_efi_stub, offers_initrd},
};
use ipxe_model::{images::command_lines::CommandLine, reach::Model};
use ipxe_syntax::CommandId;

/// What becomes of the initrd under UEFI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnderUefi {
    /// The kernel gets the one that its command line names with `initrd=`.
    ByName,
    /// The kernel asks for its initrd, and iPXE answers, whatever the command line names.
    Unasked,
    /// There is no way to that kernel under UEFI, or UEFI cannot start it.
    Never,
}

impl UnderUefi {
    /// What URIs, arguments, the label of the section and the entries that lead there say of a kernel.
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

/// What nothing here leads to may be entered from elsewhere.
fn is_reached<'a, 's>(cx: &Model<'a, 's>, line: &CommandLine<'a, 's>) -> bool {
    let in_view = cx.catalog.target().platforms();
    let runs_on = |platform| cx.runs_on(line.command.id(), platform);
    in_view.contains(Platform::Efi) && (runs_on(Platform::Efi) || !in_view.iter().any(runs_on))
}

fn says<'a, 's>(cx: &Model<'a, 's>, line: &CommandLine<'a, 's>, says: fn(&[u8]) -> bool) -> bool {
    let location = cx.constants().resolve(line.image, cx);
    let load = cx.images().first_of(&location);
    // What settings hold here, where the script gives them other values elsewhere.
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
