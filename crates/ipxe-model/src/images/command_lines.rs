//! The command lines that a script passes to kernels.

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{
    CommandForm,
    Implementation::{Chain, Imgargs, Imgexec, Imgfetch, Imgselect, Kernel},
};
use ipxe_language::text::Text;
use ipxe_syntax::{Command, Word};

use crate::{
    commands::{
        files::{is_memdisk, is_wimboot},
        linux, positional_words,
    },
    images::{
        ImageFacts,
        boot_arguments::{BootArguments, parts},
        loads::file_name,
    },
};

/// The commands that set the command line of a Linux kernel, wimboot or memdisk.
#[derive(Debug, Default)]
pub struct CommandLines<'a, 's> {
    linux: Vec<CommandLine<'a, 's>>,
    wimboot: Vec<CommandLine<'a, 's>>,
    memdisk: Vec<CommandLine<'a, 's>>,
    programs: Vec<CommandLine<'a, 's>>,
}

/// A command that sets the command line of an image.
#[derive(Clone, Debug)]
pub struct CommandLine<'a, 's> {
    /// By which command.
    pub command: Command<'a, 's>,
    /// The word that names the image.
    pub image: Word<'a, 's>,
    /// The words after it.
    pub words: Vec<Word<'a, 's>>,
    /// The command line, as far as it is known.
    pub text: Text<'static>,
    /// The image's name or the last component of its URI.
    pub file: Text<'static>,
    /// Whether it replaces an earlier command line, as `imgargs` does.
    replaces: bool,
    /// What it gives to the kernel, once it is asked for.
    boot: OnceCell<Option<BootArguments<'a, 's>>>,
}

impl<'a, 's> CommandLines<'a, 's> {
    pub(crate) fn new(cx: &ImageFacts<'a, 's>) -> Self {
        let lines: Vec<_> = cx
            .invocations_where(&gives_command_line)
            .filter_map(|(command, _)| line_of(command, cx))
            .collect();
        // The names whose command line is replaced later, by name only.
        let replaced: HashSet<&[u8]> =
            lines.iter().filter(|line| line.replaces).filter_map(|line| line.file.as_known()).collect();
        // A command that iPXE rejects replaces it as well, once it is corrected.
        let (refused, lacking): (Vec<_>, Vec<_>) = refused_arguments(cx).partition(Option::is_some);
        let replaced: HashSet<&[u8]> = replaced.into_iter().chain(refused.into_iter().flatten()).collect();
        let any_replaced = lines.iter().any(|line| line.replaces && !line.file.is_known());
        let names: HashMap<_, _> =
            cx.images().loads().iter().map(|load| (load.command, &load.name)).collect();
        let files: HashMap<&[u8], &Text<'_>> = cx
            .images()
            .loads()
            .iter()
            .rev()
            .filter_map(|load| Some((load.name.as_known()?, &load.file)))
            .collect();
        let keeps = |line: &CommandLine<'_, '_>| {
            let name = names.get(&line.command.id()).map_or(&line.file, |name| *name);
            let is_replaced = || name.as_known().map_or(any_replaced, |name| replaced.contains(name));
            line.replaces || lacking.is_empty() && !is_replaced()
        };
        let file = |line: &CommandLine<'_, '_>| {
            line.file
                .as_known()
                .and_then(|name| files.get(name))
                .map_or_else(|| line.file.clone(), |file| (*file).clone())
        };
        let is_linux = |line: &CommandLine<'_, '_>| linux::is_kernel(&[&line.file, &file(line)], &line.text);
        let kept: Vec<_> = lines.iter().filter(|line| keeps(line)).collect();
        let linux = kept.iter().copied().filter(|line| is_linux(line)).cloned().collect();
        let wimboot = kept.iter().copied().filter(|line| is_wimboot(&file(line))).cloned().collect();
        let memdisk = kept.iter().copied().filter(|line| is_memdisk(&file(line))).cloned().collect();
        let is_other = |line: &&CommandLine<'_, '_>| {
            !line.words.is_empty() && !is_linux(line) && !is_wimboot(&file(line)) && !is_memdisk(&file(line))
        };
        let programs = kept.into_iter().filter(is_other).cloned().collect();
        Self { linux, wimboot, memdisk, programs }
    }

    /// Forgets what the command lines give to kernels, as that depends on where control goes.
    pub(crate) fn forget_boots(&mut self) {
        for lines in [&mut self.linux, &mut self.wimboot, &mut self.memdisk, &mut self.programs] {
            for line in lines.iter_mut() {
                line.boot = OnceCell::new();
            }
        }
    }

    /// The command lines of Linux kernels, in the order of the script. A command line that a later command replaces is
    /// not included.
    #[must_use]
    pub fn linux(&self) -> &[CommandLine<'a, 's>] {
        &self.linux
    }

    /// Those of other programs, such as loaders of other systems.
    #[must_use]
    pub fn programs(&self) -> &[CommandLine<'a, 's>] {
        &self.programs
    }

    /// The command lines of wimboot, which starts Windows.
    #[must_use]
    pub fn wimboot(&self) -> &[CommandLine<'a, 's>] {
        &self.wimboot
    }

    /// The command lines of memdisk, which provides an image in memory as a drive to the BIOS.
    #[must_use]
    pub fn memdisk(&self) -> &[CommandLine<'a, 's>] {
        &self.memdisk
    }
}

impl<'a, 's> CommandLine<'a, 's> {
    /// What it gives to the kernel. None where it never does.
    pub fn boot(&self, cx: &ImageFacts<'a, 's>) -> Option<&BootArguments<'a, 's>> {
        self.boot.get_or_init(|| BootArguments::of(cx, self)).as_ref()
    }

    /// The byte offset of the end of the command line in the script's source. Words after a `\\` on a line without
    /// indentation are not counted: they were hardly meant as arguments.
    #[must_use]
    pub fn end(&self, source: &[u8]) -> u32 {
        let is_outdented = |word: &&Word<'_, '_>| {
            let before = (word.span().start() as usize).checked_sub(1);
            before.and_then(|before| source.get(before)) == Some(&b'\n')
        };
        let own = self.words.iter().take_while(|word| !is_outdented(word));
        own.last().unwrap_or(&self.image).span().end()
    }

    /// The arguments that the kernel sees: the command line split at spaces, including those from expansions.
    #[must_use]
    pub fn arguments(&self) -> Vec<Text<'static>> {
        parts(&self.text)
    }
}

/// The images whose command line an invalid command was meant to set; None if the command does not name the image.
fn refused_arguments<'a>(cx: &ImageFacts<'a, '_>) -> impl Iterator<Item = Option<&'a [u8]>> {
    let misnamed = cx.unknown().map(|(command, invocation)| (command, invocation, true));
    let misused = cx.misused().map(|(command, invocation)| (command, invocation, false));
    misnamed.chain(misused).filter_map(|(command, invocation, is_lost)| {
        invocation.meant().filter(|(form, _)| form.implementation == Imgargs)?;
        let image = positional_words(command, invocation).next();
        // If only an option is wrong, the command's own line is checked.
        (is_lost || image.is_none()).then(|| image.map(Word::text))
    })
}

/// Whether a command can set the command line of an image.
#[must_use]
pub fn gives_command_line(form: &CommandForm) -> bool {
    matches!(form.implementation, Chain | Imgargs | Imgexec | Imgfetch | Imgselect | Kernel)
}

/// The command line that a command sets for an image.
fn line_of<'a, 's>(command: Command<'a, 's>, cx: &ImageFacts<'a, 's>) -> Option<CommandLine<'a, 's>> {
    let invocation = cx.flow.invocation(command.id())?;
    let implementation = invocation.form()?.implementation;
    let mut words = positional_words(command, invocation);
    let image = words.next()?;
    let location = cx.constants().resolve(image, cx);
    let words: Vec<_> = words.collect();
    let text = cx.constants().join(words.iter().copied(), cx);
    let is_name = memchr::memchr2(b'/', b':', location.known_bytes()).is_none();
    let executes = is_name && implementation != Imgfetch && !words.is_empty();
    let file = file_name(&location);
    if implementation == Imgfetch && (words.is_empty() || !is_fetched_kernel(&file, &text)) {
        return None;
    }
    // A command that uses an existing image by name keeps the command line from the download.
    let is_kept = || match implementation {
        Imgargs => false,
        Chain | Imgexec => cx.images().has_before(&location, command.id()),
        _ => cx.images().fetches(&location),
    };
    if is_name && words.is_empty() && is_kept() {
        return None;
    }
    Some(CommandLine {
        command,
        image,
        words,
        text,
        file,
        replaces: implementation == Imgargs || executes,
        boot: OnceCell::new(),
    })
}

/// Whether a downloaded image for later use is a kernel with its command line, and not an initrd, which may have a path
/// in the archive and options of its own after its URI.
fn is_fetched_kernel(file: &Text<'_>, arguments: &Text<'_>) -> bool {
    linux::is_kernel(&[file], &Text::default()) && !arguments.known_bytes().starts_with(b"/")
}
