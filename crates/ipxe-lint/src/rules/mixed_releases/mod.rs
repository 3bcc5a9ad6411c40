//! Files of different releases, architectures or distributions that are booted together.

use ipxe_catalog::{
    Arch,
    world::{AliasOf, names_other_distribution, names_other_release},
};
use ipxe_model::{
    commands::uris::scheme_length,
    images::{command_lines::CommandLine, loads::ImageLoad},
};
use ipxe_syntax::{CommandId, Segment, Span, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "mixed-releases",
    code: "IPX521",
    summary: "a kernel boots with files of another distribution, release or architecture",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images of a section that are checked.
const LOOKED_AT: usize = 16;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        let kernel = match cx.images().load_by(line.command.id()) {
            Some(_) => Written::of(cx, line.image, 0, line.command.id()),
            None => continue,
        };
        let initrds =
            initrds(cx, line).filter_map(|(load, word)| Some((Written::of(cx, word, 0, load)?, true)));
        let arguments = line.words.iter().filter_map(|word| Some((argument(cx, line, *word)?, false)));
        let Some(kernel) = kernel else { continue };
        let found = initrds.chain(arguments).find_map(|(other, is_initrd)| {
            let message = kernel.differs(&other, is_initrd)?;
            Some(report(&kernel, &other, message))
        });
        out.extend(found);
    }
}

/// A URI, with the values of its settings as far as they are known.
struct Written {
    text: Vec<u8>,
    place: Span,
}

/// The initrds for the same boot, each with the word that names it.
fn initrds<'c, 'a, 's>(
    cx: &'c Context<'a, 's>,
    line: &CommandLine<'a, 's>,
) -> impl Iterator<Item = (CommandId, Word<'a, 's>)> + use<'c, 'a, 's> {
    let section = cx.sections().of(line.command.span());
    let loads = cx.sections().loads(section, cx.images().loads());
    // If a section has several kernels, it is unclear which initrd is for which.
    let kernels = loads.iter().filter(|load| !load.is_initrd).take(2).count();
    let loads = loads.iter().filter(move |load| load.is_initrd && kernels < 2).take(LOOKED_AT);
    let word = |load: &ImageLoad| {
        let command = cx.script.command(load.command)?;
        Some((load.command, command.arguments().find(|word| word.span() == load.place)?))
    };
    loads.filter_map(word)
}

/// A URI on the command line.
fn argument<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>, word: Word<'a, 's>) -> Option<Written> {
    let start = memchr::memchr(b'=', word.text())? + 1;
    let start = if word.text().get(start..)?.starts_with(b"live:") { start + b"live:".len() } else { start };
    // If the literal text is not the start of a URI, no values make it one.
    let raw = word.text().get(start..)?;
    let head = raw.get(..memchr::memchr(b'$', raw).unwrap_or(raw.len()))?;
    let is_begun =
        head.len() < raw.len() && head.iter().all(|byte| byte.is_ascii_alphabetic() || b":/".contains(byte));
    if scheme_length(head).is_none() && !is_begun {
        return None;
    }
    let written = Written::of(cx, word, start, line.command.id())?;
    scheme_length(&written.text).map(|_| written)
}

impl Written {
    fn of<'a, 's>(
        cx: &Context<'a, 's>,
        word: Word<'a, 's>,
        start: usize,
        command: CommandId,
    ) -> Option<Self> {
        let moment = cx.analysis().before(command)?;
        let mut text = Vec::new();
        for segment in word.segments() {
            match segment {
                Segment::Literal { text: literal, .. } => text.extend_from_slice(literal),
                Segment::Expansion(expansion) => {
                    let constant = cx.constants().expand(expansion, cx);
                    let whole = if constant.is_known() { constant } else { moment.text(expansion.text()) };
                    text.extend_from_slice(whole.as_known().unwrap_or(expansion.text()));
                }
                _ => return None,
            }
        }
        let place = word.span_at(start..word.text().len());
        Some(Self { text: text.get(start..).unwrap_or_default().to_vec(), place })
    }

    /// The difference between the two: an architecture, or a release.
    fn differs(&self, other: &Self, is_initrd: bool) -> Option<String> {
        let archs = arch(&self.text).zip(arch(&other.text)).filter(|(first, second)| first != second);
        if let Some((first, second)) = archs {
            return Some(format!("this is for `{second}`, and the kernel for `{first}`"));
        }
        if is_initrd && let Some((first, second)) = other_release(&self.text, &other.text) {
            return Some(format!("this is from {}, and the kernel from {}", quote(second), quote(first)));
        }
        let others = is_initrd.then(|| names_other_distribution(&self.text, &other.text)).flatten();
        if let Some((kernel, initrd)) = others {
            return Some(format!("this is from {}, and the kernel from {}", quote(initrd), quote(kernel)));
        }
        let is_other = names_other_release(&self.text, &other.text);
        is_other.then(|| "this is from another release than the kernel".to_owned())
    }
}

/// The only architecture in a URI, by iPXE's name.
fn arch(uri: &[u8]) -> Option<&'static str> {
    let words = uri.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    let own = |word: &[u8]| {
        let known = Arch::ALL.iter().map(|arch| arch.name()).find(|name| name.as_bytes() == word);
        // Shorter ones are also other words.
        known.or_else(|| AliasOf::Architecture.own_name(word).filter(|_| word.len() > b"armhf".len() - 1))
    };
    let mut named = words.filter_map(own);
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// The only parts in which two URIs differ, except for their files, if these are numbers of the same form.
fn other_release<'u>(first: &'u [u8], second: &'u [u8]) -> Option<(&'u [u8], &'u [u8])> {
    let parts = |uri: &'u [u8]| uri.split(|byte| *byte == b'/').collect::<Vec<_>>();
    let (first, second) = (parts(first), parts(second));
    let directories = first.len().checked_sub(1).filter(|_| first.len() == second.len())?;
    let pairs = first.into_iter().zip(second).take(directories);
    let mut different = pairs.filter(|(first, second)| first != second);
    let (left, right) = different.next().filter(|_| different.next().is_none())?;
    let form = |part: &[u8]| {
        let mut form: Vec<u8> =
            part.iter().map(|byte| if byte.is_ascii_digit() { b'0' } else { *byte }).collect();
        form.dedup();
        form
    };
    (left.iter().any(u8::is_ascii_digit) && form(left) == form(right)).then_some((left, right))
}

fn report(kernel: &Written, other: &Written, message: String) -> Diagnostic {
    let label = "the kernel and this file do not fit together";
    Diagnostic::new(RuleId::MixedReleases, other.place, message, label)
        .and_label(kernel.place, "the kernel")
        .help("use files of the same distribution, release and architecture")
}
