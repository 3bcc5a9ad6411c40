//! Words after an initrd's URI, which put the file into an archive.

use ipxe_catalog::Implementation;
use ipxe_language::text::Text;
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::{linux, positional_words},
    images::{command_lines::CommandLine, loads::ImageLoad},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "wrapped-initrd",
    code: "IPX516",
    summary: "a word after an initrd's URI puts the file into an archive, where the kernel does not look for it",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images of a section that are checked.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if !cx.images().loads().iter().any(|load| load.is_initrd && load.has_arguments) {
        return;
    }
    let mut reported = Vec::new();
    for line in cx.command_lines().linux() {
        let loads = cx.sections().loads(cx.sections().of(line.command.span()), cx.images().loads());
        let loads: Vec<_> = loads.iter().take(LOOKED_AT).collect();
        if loads.iter().any(|load| !load.is_initrd && linux::is_multiboot(&load.file)) {
            continue;
        }
        for load in &loads {
            let Some(wrapped) = Wrapped::of(cx, load).filter(|_| !reported.contains(&load.command)) else {
                continue;
            };
            let finding = wrapped.look_at(cx, line, &loads);
            reported.extend(finding.iter().map(|_| load.command));
            out.extend(finding);
        }
    }
}

/// An image with words after its URI.
struct Wrapped<'c, 'a, 's> {
    load: &'c ImageLoad,
    command: Command<'a, 's>,
    words: Vec<Word<'a, 's>>,
    /// The path under which the kernel finds the file.
    path: Text<'static>,
}

impl<'c, 'a, 's> Wrapped<'c, 'a, 's> {
    fn of(cx: &Context<'a, 's>, load: &'c ImageLoad) -> Option<Self> {
        let command = cx.script.command(load.command)?;
        let invocation = cx.flow.invocation(load.command)?;
        let fetches = invocation.form()?.implementation == Implementation::Imgfetch;
        let words: Vec<_> = positional_words(command, invocation).skip(1).collect();
        let path = words.first().filter(|_| fetches).map(|word| cx.constants().resolve(*word, cx))?;
        Some(Self { load, command, words, path })
    }

    fn look_at(
        &self,
        cx: &Context<'a, 's>,
        line: &CommandLine<'a, 's>,
        loads: &[&ImageLoad],
    ) -> Option<Diagnostic> {
        let path = self.path.as_known()?;
        if linux::is_argument(path) || is_assignment(path) {
            return Some(self.arguments(line));
        }
        if path.contains(&b'/') {
            return None;
        }
        let others = || loads.iter().filter(|other| other.command != self.load.command);
        let is_called_so = |load: &ImageLoad| load.name.as_known() == Some(path);
        let arguments = line.arguments();
        let mut asked = arguments.iter().filter_map(|argument| argument.as_known()?.strip_prefix(b"initrd="));
        let is_asked_for = asked.any(|name| name == path) && !cx.images().loads().iter().any(is_called_so);
        let is_only = !others().any(|load| load.is_initrd) && self.is_archive();
        (self.words.len() == 1 && (is_asked_for || is_only)).then(|| self.name(cx, line, is_asked_for))
    }

    /// Whether the file is an initrd according to its name, and not a file to add to one.
    fn is_archive(&self) -> bool {
        use ipxe_catalog::world::FileClass::{Initrd, Packed};
        ipxe_model::commands::files::kind_of(&self.load.file)
            .is_some_and(|kind| matches!(kind.class, Initrd | Packed))
    }

    /// The word was meant as the image's name.
    fn name(&self, cx: &Context<'a, 's>, line: &CommandLine<'a, 's>, is_asked_for: bool) -> Diagnostic {
        let path = self.path.known_bytes();
        let message =
            format!("{} does not name this image: it is the path of its file in an archive", quote(path));
        let label = "the kernel gets an archive that contains this file, and does not unpack the file";
        let word = self.words.first().map(|word| word.span()).unwrap_or_default();
        let finding = Diagnostic::new(RuleId::WrappedInitrd, word, message, label);
        let finding = if is_asked_for {
            finding.and_label(line.image.span(), "this kernel uses that name")
        } else {
            finding
        };
        let Some(name) =
            cx.script.slice(word).is_ascii().then(|| String::from_utf8_lossy(cx.script.slice(word)))
        else {
            return finding.help("name the image with `--name` before its URI");
        };
        let from_uri = Span::new(self.load.place.end(), word.end());
        let before = Span::empty(self.load.place.start());
        finding.fix(
            Fix::unsafe_(format!("name the image: `--name {name}`"), before, format!("--name {name} "))
                .and(from_uri, ""),
        )
    }

    /// The words were meant as kernel arguments.
    fn arguments(&self, line: &CommandLine<'a, 's>) -> Diagnostic {
        let called = self.command.name().map(Word::text).unwrap_or_default();
        let message = format!("{} does not take kernel arguments", quote(called));
        let label = "the kernel does not get this: it becomes the initrd's path in an archive";
        let (first, last) = (self.words.first(), self.words.last());
        let span = first.zip(last).map(|(first, last)| Span::new(first.span().start(), last.span().end()));
        Diagnostic::new(RuleId::WrappedInitrd, span.unwrap_or_default(), message, label)
            .and_label(line.image.span(), "the kernel's arguments follow its URI")
            .help("write them after the kernel's URI")
    }
}

/// Whether a word is an argument in the form `KEY=VALUE`, and not an option for the file's place in the archive.
fn is_assignment(word: &[u8]) -> bool {
    let key = memchr::memchr(b'=', word).and_then(|at| word.get(..at)).unwrap_or_default();
    !key.is_empty() && !key.contains(&b'/') && !matches!(key, b"mode" | b"mkdir")
}
