//! Kernel arguments that newer releases only read by another name.

use ipxe_catalog::world::{KernelArgument, only_reads_inst};
use ipxe_language::text::Text;
use ipxe_model::images::command_lines::CommandLine;
use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "outdated-argument",
    code: "IPX616",
    summary: "the installer of this release ignores a kernel argument, which has another name now",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        let Some(outdated) = outdated(cx, line) else { continue };
        if is_new(cx, line) {
            out.push(outdated);
        }
    }
}

/// Whether the kernel belongs to a release that only reads the new names.
fn is_new<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> bool {
    let location = cx.constants().resolve(line.image, cx);
    if only_reads_inst(location.known_bytes()) {
        return true;
    }
    let texts = cx.analysis().before(line.command.id()).map(|moment| moment.texts(line.image.text()));
    texts.is_some_and(|texts| {
        !texts.is_empty() && texts.iter().all(|text| only_reads_inst(text.known_bytes()))
    })
}

/// The first argument with another name in newer releases, if the command line does not also contain that name.
fn outdated<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Diagnostic> {
    let has = |name: &str| line.words.iter().any(|word| word.text().starts_with(name.as_bytes()));
    line.words.iter().find_map(|word| {
        let (name, new) = match renamed(word.text()) {
            Some(found) => found,
            None if word.text().starts_with(b"${") => renamed_in(cx, line, *word)?,
            None => return None,
        };
        (!has(new)).then(|| describe(cx, *word, &name, new))
    })
}

/// The name of an argument with a value and a new name, and the new name.
fn renamed(argument: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    let name = argument.get(..memchr::memchr(b'=', argument)?)?;
    Some((name.to_vec(), KernelArgument::of(name)?.renamed?))
}

/// The same, for an argument that a setting may contain.
fn renamed_in<'a, 's>(
    cx: &Context<'a, 's>,
    line: &CommandLine<'a, 's>,
    word: Word<'a, 's>,
) -> Option<(Vec<u8>, &'static str)> {
    let moment = cx.analysis().before(line.command.id())?;
    moment.texts(word.text()).iter().map(Text::head).find_map(renamed)
}

fn describe<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>, name: &[u8], new: &str) -> Diagnostic {
    let begin = [name, b"="].concat();
    let message = format!("the installer of this release ignores {}", quote(&begin));
    let label = format!("it only reads `{new}=`");
    let is_it = |word: &Word<'_, '_>| word.text().starts_with(&begin);
    let values = cx.script.commands().flat_map(|command| command.arguments().skip(1).take(1));
    let place = if is_it(&word) { Some(word) } else { values.into_iter().find(is_it) };
    let Some(place) = place else {
        return Diagnostic::new(RuleId::OutdatedArgument, word.span(), message, label)
            .help(format!("use `{new}=`"));
    };
    let old: Span = place.span_at(0..name.len());
    let finding = Diagnostic::new(RuleId::OutdatedArgument, old, message, label);
    let finding =
        if is_it(&word) { finding } else { finding.and_label(word.span(), "the kernel gets it here") };
    finding.fix(Fix::unsafe_(format!("use `{new}=`"), old, new))
}
