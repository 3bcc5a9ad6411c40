//! Kernel arguments that are given twice, with different values.

use foldhash::HashMap;
use ipxe_catalog::world::KernelArgument;
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{commands::linux, images::command_lines::CommandLine};

pub(super) const META: RuleMeta = RuleMeta {
    name: "conflicting-argument",
    code: "IPX604",
    summary: "kernel arguments contradict each other, or one is given twice with different values",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        out.extend(conflicts(line));
        out.extend(beside_magic(line));
        out.extend(beside_ifnames(line));
    }
}

fn conflicts(line: &CommandLine<'_, '_>) -> Vec<Diagnostic> {
    let mut first: HashMap<&[u8], (Word<'_, '_>, &[u8])> = HashMap::default();
    let mut found = Vec::new();
    // Arguments after `--` or `---` are for another program.
    let words = line.words.iter().take_while(|word| !matches!(word.text(), b"--" | b"---"));
    for &word in words {
        let Some((name, value)) = single(line, word) else { continue };
        let Some((before, other)) = first.insert(name, (word, value)).filter(|(_, other)| *other != value)
        else {
            continue;
        };
        let message = format!("{} is given twice, with different values", quote(name));
        let label = "most programs use this one, some use the other";
        found.push(
            Diagnostic::new(RuleId::ConflictingArgument, word.span(), message, label)
                .and_label(before.span(), format!("here it is {}", quote(other)))
                .help("keep one of them"),
        );
    }
    found
}

/// An initrd that is named in addition to the name that represents all of them.
fn beside_magic(line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let initrds = || line.words.iter().filter(|word| word.text().starts_with(b"initrd="));
    let magic = initrds().find(|word| word.text() == b"initrd=initrd.magic")?;
    let other =
        initrds().find(|word| word.as_literal().is_some_and(|text| text != b"initrd=initrd.magic"))?;
    let message = "both `initrd.magic` and one of the images that it stands for are named";
    let label = "the kernel gets this image twice";
    let finding = Diagnostic::new(RuleId::ConflictingArgument, other.span(), message, label);
    Some(
        finding
            .and_label(magic.span(), "this stands for all images, one after the other")
            .help("name either all images or `initrd.magic`"),
    )
}

/// An interface whose name does not exist with `net.ifnames=0`.
fn beside_ifnames(line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let switch = line.words.iter().find(|word| word.text() == b"net.ifnames=0")?;
    // `ifname=` gives an interface any name.
    let gives_names = |word: &Word<'_, '_>| word.text().starts_with(b"ifname=");
    if line.words.iter().any(gives_names) {
        return None;
    }
    let named = line.words.iter().filter_map(|word| Some((*word, word.as_literal()?)));
    let (word, name) = named
        .filter(|(_, text)| !text.starts_with(b"hostname=") && memchr::memmem::find(text, b"://").is_none())
        .find_map(|(word, text)| {
            Some((word, linux::words_of_value(text).skip(1).find(|name| linux::is_predictable_name(name))?))
        })?;
    let message = format!("`net.ifnames=0` and the interface {} do not go together", quote(name));
    let label = "no interface has this name: the kernel uses names like `eth0`";
    let finding = Diagnostic::new(RuleId::ConflictingArgument, word.span(), message, label);
    Some(
        finding
            .and_label(switch.span(), "this makes the kernel use them")
            .help("use a name like `eth0`, or remove `net.ifnames=0`"),
    )
}

/// The name and the value of an argument with a single value, if both are fully known. Others are lists (`console=`,
/// `ip=`, `initrd=`, `rd.…`), and some become lists together with another argument.
fn single<'a>(line: &CommandLine<'_, '_>, word: Word<'a, '_>) -> Option<(&'a [u8], &'a [u8])> {
    let text = word.as_literal()?;
    let equals = memchr::memchr(b'=', text)?;
    let (name, value) = (text.get(..equals)?, text.get(equals + 1..)?);
    let argument = KernelArgument::of(name).filter(|argument| argument.is_single)?;
    let are_all_used = |all: &str| line.words.iter().any(|word| word.text() == all.as_bytes());
    (!argument.all_with.is_some_and(are_all_used)).then_some((name, value))
}
