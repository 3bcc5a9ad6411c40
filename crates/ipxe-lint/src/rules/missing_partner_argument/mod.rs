//! Kernel arguments that mean nothing, or do not do, without another one that is not there.

use ipxe_catalog::world::ArgumentPartner;
use ipxe_language::text::Text;
use ipxe_model::images::command_lines::CommandLine;
use ipxe_syntax::{Span, Word};

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

/// How many images of a section are looked at for one that does as well.
const LOOKED_AT: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        let begins = |row: &ArgumentPartner| line.words.iter().any(|word| may_ask(row, *word));
        let mut rows = ArgumentPartner::all().iter().filter(|row| begins(row)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let Some(given) = Given::of(cx, line) else { continue };
        out.extend(rows.filter_map(|row| missing(cx, line, &given, row)));
    }
}

/// Whether a word is, or may hold, an argument that needs the partner.
fn may_ask(row: &ArgumentPartner, word: Word<'_, '_>) -> bool {
    row.asks(word.text()) || word.text().starts_with(b"${")
}

/// What the kernel is given.
struct Given {
    /// The arguments that it may get, as far as they are known, each with the word that it comes from.
    arguments: Vec<(Text<'static>, Span)>,
    /// What the script says of the kernel's file.
    kernel: Vec<u8>,
}

impl Given {
    /// None if the kernel may get arguments of which nothing is known.
    fn of<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Self> {
        let moment = cx.analysis().before(line.command.id())?;
        let mut arguments = Vec::new();
        // What follows is for another program.
        for word in line.words.iter().take_while(|word| !matches!(word.text(), b"--" | b"---")) {
            for text in moment.texts(word.text()) {
                if text.head().is_empty() && !text.is_known() {
                    return None;
                }
                let parts = text.known_bytes().split(u8::is_ascii_whitespace).filter(|part| !part.is_empty());
                arguments.extend(parts.map(|part| (Text::known(part.to_vec()), word.span())));
            }
        }
        let location = cx.constants().resolve(line.image, cx);
        let load = cx.images().first_of(&location).map(|load| cx.script.slice(load.place));
        let kernel = [location.known_bytes(), load.unwrap_or_default()].join(&b' ');
        Some(Self { arguments, kernel })
    }
}

fn missing(
    cx: &Context<'_, '_>,
    line: &CommandLine<'_, '_>,
    given: &Given,
    row: &ArgumentPartner,
) -> Option<Diagnostic> {
    let (argument, place) = given.arguments.iter().find(|(argument, _)| row.asks(argument.known_bytes()))?;
    let is_there = given.arguments.iter().any(|(argument, _)| row.is_there(argument.known_bytes()));
    if is_there || !row.is_for(&given.kernel) || row.or_initrd.is_some_and(|part| has_image(cx, line, part)) {
        return None;
    }
    let name = argument.known_bytes().split(|byte| *byte == b'=').next().unwrap_or_default();
    let message = format!("{} needs `{}`, which is missing", quote(name), row.add);
    let finding = Diagnostic::new(RuleId::MissingPartnerArgument, *place, message, row.without);
    let finding = if row.is_advice { finding.at_level(Level::Advice) } else { finding };
    Some(finding.help(format!("add `{}` to the command line", row.add)))
}

/// Whether an image of the same section is called so, or may be.
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
