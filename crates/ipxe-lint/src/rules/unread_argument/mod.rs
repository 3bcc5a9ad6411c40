//! Kernel arguments that nothing in the booted system reads.

use foldhash::HashSet;
use ipxe_catalog::{
    did_you_mean,
    world::{BootReader, KernelArgument},
};
use ipxe_model::{
    commands::uris::scheme_length,
    images::{
        boot_arguments::{BootArgument, name_of, value_of, written_name},
        command_lines::CommandLine,
    },
    settings::misspellings::{is_cut_short, is_misspelling},
};
use ipxe_syntax::Word;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unread-argument",
    code: "IPX617",
    summary: "nothing in the booted system reads a kernel argument: it is misspelt, or belongs to another installer",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Names that are shorter resemble too many others.
const SHORTEST: usize = 6;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lines = cx.command_lines();
    let mut told = HashSet::default();
    for line in lines.linux().iter().chain(lines.programs()) {
        out.extend(unread(cx, line).into_iter().filter(|finding| told.insert(finding.span)));
    }
}

fn unread<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Vec<Diagnostic> {
    if !line.words.iter().any(|word| may_be_unread(cx, *word)) {
        return Vec::new();
    }
    let Some(boot) = line.boot(cx) else { return Vec::new() };
    let of_interest: Vec<_> =
        boot.arguments.iter().filter(|argument| is_of_interest(argument.name())).collect();
    if of_interest.is_empty() {
        return Vec::new();
    }
    let of_file = boot.readers_of_file();
    let readers = if of_file.is_empty() { boot.shown_readers() } else { of_file.clone() };
    let look_at = |argument: &BootArgument<'a, 's>| {
        misspelt(cx, argument, &readers).or_else(|| of_other(cx, line, argument, &of_file))
    };
    of_interest.into_iter().filter_map(look_at).collect()
}

/// Whether a word is, or gives, an argument that is not known, or one that shows an installer.
fn may_be_unread(cx: &Context<'_, '_>, word: Word<'_, '_>) -> bool {
    match written_name(word) {
        Some(name) => is_of_interest(name),
        None => word.text().starts_with(b"${") && cx.written_arguments().names().any(is_of_interest),
    }
}

fn is_of_interest(name: &[u8]) -> bool {
    !name.is_empty() && (!is_known(name) && name.len() >= SHORTEST || BootReader::may_be_shown_by(name))
}

fn is_known(name: &[u8]) -> bool {
    BootReader::is_known(name) || KernelArgument::of(name).is_some()
}

/// An argument whose name is not known, and nearly that of one that the booted system reads.
fn misspelt<'a, 's>(
    cx: &Context<'a, 's>,
    argument: &BootArgument<'a, 's>,
    readers: &[&'static BootReader],
) -> Option<Diagnostic> {
    let name = argument.name();
    if name.len() < SHORTEST || is_known(name) || readers.is_empty() {
        return None;
    }
    let all = BootReader::all().iter();
    let beside = all.filter(|reader| readers.iter().any(|one| one.comes_with(reader)));
    let names: Vec<&'static str> = beside.flat_map(BootReader::arguments).collect();
    let family = BootReader::family(name);
    // One slip leaves the first letter or the second as it is.
    let agrees = |near: &str, at| near.as_bytes().get(at) == name.get(at);
    let in_family = |near: &&str| {
        (agrees(near, 0) || agrees(near, 1)) && family.is_none_or(|family| near.starts_with(family))
    };
    let near = did_you_mean(std::str::from_utf8(name).ok()?, names.iter().copied().filter(in_family))
        .filter(|near| is_misspelling(name, near.as_bytes()) || is_cut_short(name, near.as_bytes()));
    let meant = near.or_else(|| cut_off(argument, &names))?;
    let message = format!("nothing reads the argument {}", quote(name));
    let label = format!("`{meant}` may be meant");
    let (place, is_own) = place(cx, argument);
    let end = if is_own { name.len() } else { place.text().len() };
    let finding = Diagnostic::new(RuleId::UnreadArgument, place.span_at(0..end), message, label);
    let title = format!("write `{meant}`");
    let finding = if is_own {
        finding.fix(Fix::unsafe_(title, place.span_at(0..end), meant))
    } else {
        finding.help(title)
    };
    Some(with_use(finding, argument, place))
}

/// `preseed=http://…`, where `preseed/url=` is read.
fn cut_off(argument: &BootArgument<'_, '_>, names: &[&'static str]) -> Option<&'static str> {
    scheme_length(value_of(&argument.text)?.head())?;
    let is_meant = |name: &&&str| {
        let rest = name.as_bytes().strip_prefix(argument.name());
        rest.is_some_and(|rest| matches!(rest, [b'/' | b'.', b'u', b'r', b'l']))
    };
    names.iter().find(is_meant).copied()
}

/// An argument that shows another installer than the one that the kernel's file shows.
fn of_other<'a, 's>(
    cx: &Context<'a, 's>,
    line: &CommandLine<'a, 's>,
    argument: &BootArgument<'a, 's>,
    readers: &[&'static BootReader],
) -> Option<Diagnostic> {
    let name = argument.name();
    if readers.is_empty() {
        return None;
    }
    let owner = BootReader::all().iter().find(|reader| reader.is_shown_by(argument.text.head()))?;
    let may_read = |reader: &&BootReader| {
        let mut beside = BootReader::all().iter().filter(|other| reader.comes_with(other));
        reader.comes_with(owner) || beside.any(|other| other.reads(name))
    };
    let first = readers.first().filter(|_| !readers.iter().any(may_read))?;
    let message = format!("nothing reads the argument {} here", quote(name));
    let (place, is_own) = place(cx, argument);
    let end = if is_own { name.len() } else { place.text().len() };
    let label = format!("it is an argument of {}", owner.name);
    let finding = Diagnostic::new(RuleId::UnreadArgument, place.span_at(0..end), message, label)
        .and_label(line.image.span(), format!("this starts {}", first.name))
        .help(format!("use an argument of {}", first.name));
    Some(with_use(finding, argument, place))
}

/// The word that is the argument, or else the one that gives it.
fn place<'a, 's>(cx: &Context<'a, 's>, argument: &BootArgument<'a, 's>) -> (Word<'a, 's>, bool) {
    let written = Some(argument.word).filter(|word| written_name(*word) == Some(argument.name()));
    let written = written.or_else(|| cx.written_arguments().of(&argument.text));
    let place = written.unwrap_or(argument.word);
    (place, name_of(place.text()) == argument.name())
}

fn with_use(finding: Diagnostic, argument: &BootArgument<'_, '_>, place: Word<'_, '_>) -> Diagnostic {
    if place.span() == argument.word.span() {
        finding
    } else {
        finding.and_label(argument.word.span(), "the kernel gets it here")
    }
}
