//! Files that are downloaded as a test or a report, and that a kernel then gets as initrds.

use foldhash::HashSet;
use ipxe_catalog::{CommandForm, Implementation, Platform};
use ipxe_language::{invocation::Invocation, operation::Operation};
use ipxe_model::{
    analysis::State,
    commands::{booting::executes_selected, positional_words},
    images::{command_lines::CommandLine, loads::ImageLoad},
};
use ipxe_syntax::{Command, CommandId, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "fetched-file-as-initrd",
    code: "IPX520",
    summary: "a file that is downloaded for another purpose is still registered when a kernel boots",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of `initrd=` that are compared with each name.
const INITRDS: usize = 64;

/// The maximum number of commands that boot earlier images that are checked.
const BOOTS: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let fetched: Vec<_> = cx.images().loads().iter().filter(|load| is_question(cx, load)).collect();
    if fetched.is_empty() || cx.command_lines().linux().is_empty() {
        return;
    }
    let uses = Uses::of(cx);
    let fetched =
        fetched.into_iter().filter(|load| !load.name.as_known().is_some_and(|name| uses.contain(name)));
    let boots = cx.script.commands().filter(|command| executes_selected(cx, *command));
    let boots: Vec<_> = boots.filter_map(|boot| cx.analysis().before(boot.id())).take(BOOTS).collect();
    for load in fetched {
        out.extend(boots.iter().find_map(|boot| given_to(cx, load, boot)).map(|line| report(cx, load, line)));
    }
}

/// Whether a file is downloaded to test whether it exists, or to report something: its failure is ignored or is the
/// result, and it does not have the name of an archive.
fn is_question(cx: &Context<'_, '_>, load: &ImageLoad) -> bool {
    let Some(command) = cx.script.command(load.command) else { return false };
    let operation = cx.flow.invocation(load.command).and_then(Invocation::operation);
    let is_fetch = matches!(operation, Some(Operation::Fetch(_))) && !load.is_for_boot;
    let next = command.behind_on_line().next();
    let is_answer =
        next.and_then(Command::operator).is_some_and(|operator| operator.kind == OperatorKind::And)
            || next.is_some_and(Command::is_empty);
    let Some(name) = load.name.as_known().filter(|name| !name.is_empty()) else { return false };
    let is_plain = |text: &[u8]| {
        !text.ends_with(b"z")
            && memchr::memmem::find(text, b".img").is_none()
            && memchr::memmem::find(text, b"cpio").is_none()
            && memchr::memmem::find(text, b"initr").is_none()
    };
    is_fetch && is_answer && !load.has_arguments && is_plain(name) && is_plain(load.file.known_bytes())
}

/// What the script names, as the argument of a command or as the initrd of a kernel.
struct Uses<'a> {
    arguments: HashSet<&'a [u8]>,
    initrds: Vec<&'a [u8]>,
}

impl<'a> Uses<'a> {
    fn of(cx: &Context<'a, '_>) -> Self {
        let says = |form: &CommandForm| form.implementation != Implementation::Echo;
        let commands = cx.invocations_where(&says);
        let words = commands.flat_map(|(command, invocation)| positional_words(command, invocation));
        let lines = cx.command_lines().linux().iter().flat_map(|line| &line.words);
        Self {
            arguments: words.map(Word::text).collect(),
            initrds: lines.filter_map(|word| word.text().strip_prefix(b"initrd=")).take(INITRDS).collect(),
        }
    }

    /// Whether a command line names the image, or another command does, for example one that frees it.
    fn contain(&self, name: &[u8]) -> bool {
        let is_named = |initrd: &&[u8]| initrd.ends_with(name) || initrd.contains(&b'$');
        self.arguments.contains(name) || self.initrds.iter().any(is_named)
    }
}

/// The Linux kernel that gets the file at such a boot.
fn given_to<'c, 'a, 's>(
    cx: &'c Context<'a, 's>,
    load: &ImageLoad,
    boot: &State<'_, '_, '_>,
) -> Option<&'c CommandLine<'a, 's>> {
    let there = boot.image_named(load.name.as_known()?)?;
    there.by.commands().any(|by| by == load.command).then_some(())?;
    let selected = boot.selected();
    let images = boot.images();
    // An initrd of that name was probably loaded intentionally.
    let has_initrd = images.iter().any(|image| image.by.commands().any(|by| is_initrd(cx, by)));
    let kernel = cx.command_lines().linux().iter().find(|line| {
        let name = cx.images().load_by(line.command.id()).and_then(|load| load.name.as_known());
        name.is_some_and(|name| selected.names.iter().any(|selected| selected == name))
    })?;
    let takes_all = |line: &CommandLine<'_, '_>| {
        let mut names = line.words.iter().filter_map(|word| word.text().strip_prefix(b"initrd="));
        names.clone().next().is_none() || names.any(|name| name == b"initrd.magic")
    };
    let has_bios = cx.catalog.target().platforms().contains(Platform::Pcbios);
    (has_initrd && (has_bios || takes_all(kernel))).then_some(kernel)
}

fn is_initrd(cx: &Context<'_, '_>, load: CommandId) -> bool {
    cx.images().load_by(load).is_some_and(|load| load.is_initrd && load.is_for_boot)
}

fn report(cx: &Context<'_, '_>, load: &ImageLoad, kernel: &CommandLine<'_, '_>) -> Diagnostic {
    let name = quote(load.name.known_bytes());
    let message = format!("{name} is still registered when this kernel boots");
    let label = "the kernel gets it as part of its initrd";
    let is_here = cx.sections().of(load.place) == cx.sections().of(kernel.command.span());
    let (place, other, text) = if is_here {
        (load.place, kernel.image.span(), "this kernel")
    } else {
        (kernel.image.span(), load.place, "downloaded here")
    };
    let message = if is_here { format!("{name} is still registered when a kernel boots") } else { message };
    Diagnostic::new(RuleId::FetchedFileAsInitrd, place, message, label)
        .and_label(other, text)
        .help("free it before the kernel boots: `imgfree` with its name")
}
