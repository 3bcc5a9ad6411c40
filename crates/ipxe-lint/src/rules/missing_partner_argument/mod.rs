//! Kernel arguments that have no effect, or do not work, without another argument, which is missing.

use ipxe_catalog::world::ArgumentPartner;
use ipxe_model::images::{boot_arguments::BootArguments, command_lines::CommandLine};
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "missing-partner-argument",
    code: "IPX615",
    summary: "a kernel argument needs another argument, which is missing",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of images of a section that are checked for a replacement.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let lines = cx.command_lines();
    for line in lines.linux().iter().chain(lines.programs()) {
        let begins = |row: &ArgumentPartner| line.words.iter().any(|word| may_ask(row, *word));
        let mut rows = ArgumentPartner::all().iter().filter(|row| begins(row)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let Some(boot) = line.boot(cx).filter(|boot| !boot.is_open) else { continue };
        out.extend(rows.filter_map(|row| missing(cx, line, boot, row)));
    }
}

/// Whether a word is, or may contain, an argument that needs the partner.
fn may_ask(row: &ArgumentPartner, word: Word<'_, '_>) -> bool {
    row.asks(word.text()) || word.text().starts_with(b"${")
}

fn missing(
    cx: &Context<'_, '_>,
    line: &CommandLine<'_, '_>,
    boot: &BootArguments<'_, '_>,
    row: &ArgumentPartner,
) -> Option<Diagnostic> {
    // The rest is for another program.
    let end = line.words.iter().find(|word| matches!(word.text(), b"--" | b"---"));
    let arguments = || {
        let is_inside = |word: Word<'_, '_>| end.is_none_or(|end| word.span().start() < end.span().start());
        boot.arguments.iter().filter(move |argument| is_inside(argument.word))
    };
    let argument = arguments().find(|argument| row.asks(argument.text.known_bytes()))?;
    let is_there = arguments().any(|argument| row.is_there(argument.text.known_bytes()));
    let is_read = row.reader().is_none_or(|reader| boot.is_read_by(reader));
    if is_there
        || !is_read
        || !row.is_for(&boot.kernel)
        || row.or_initrd.is_some_and(|part| has_image(cx, line, part))
    {
        return None;
    }
    let place = argument.word;
    let has_value = argument.text.head().contains(&b'=');
    let name = if has_value { argument.name() } else { place.text() };
    let message = format!("{} needs `{}`, which is missing", quote(name), row.add);
    let finding = Diagnostic::new(RuleId::MissingPartnerArgument, place.span(), message, row.without);
    let finding = if row.is_advice { finding.at_level(Level::Advice) } else { finding };
    Some(finding.help(format!("add `{}` to the command line", row.add)))
}

/// Whether an image of the same section has this name, or may have it.
fn has_image(cx: &Context<'_, '_>, line: &CommandLine<'_, '_>, part: &str) -> bool {
    let section = cx.sections().of(line.command.span());
    let loads = cx.sections().loads(section, cx.images().loads());
    let finder = memchr::memmem::Finder::new(part.as_bytes());
    loads.iter().take(LOOKED_AT).any(|load| {
        load.command != line.command.id()
            && (finder.find(load.file.known_bytes()).is_some()
                || finder.find(cx.script.slice(load.place)).is_some())
    }) || loads.len() > LOOKED_AT
}
