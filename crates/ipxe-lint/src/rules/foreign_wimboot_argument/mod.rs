//! Arguments that wimboot does not know.

use ipxe_catalog::{Platform, world::KernelArgument};
use ipxe_syntax::{Span, Word};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
    text::quote,
};
use ipxe_model::images::command_lines::CommandLine;

pub(super) const META: RuleMeta = RuleMeta {
    name: "foreign-wimboot-argument",
    code: "IPX510",
    summary: "wimboot gets an argument that it does not know",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.command_lines().wimboot().iter().filter_map(|line| look_at(cx, line)));
}

fn look_at<'a, 's>(cx: &Context<'a, 's>, line: &CommandLine<'a, 's>) -> Option<Diagnostic> {
    let mut end = line.image.span().end();
    let mut foreign: Vec<(Word<'_, '_>, Span)> = Vec::new();
    // Under UEFI, the image's name comes before it.
    let is_passed_over = |at: usize| at == 0 && !cx.runs_on(line.command.id(), Platform::Efi);
    for (at, word) in line.words.iter().enumerate() {
        let removed = Span::new(end, word.span().end());
        end = removed.end();
        if is_foreign(word.text()) && !is_passed_over(at) {
            foreign.push((*word, removed));
        }
    }
    let ((first, removed), more) = foreign.split_first()?;
    let message = format!("wimboot has no argument {}", quote(name_of(first.text())));
    let label = "wimboot stops at an argument that it does not know";
    let finding = Diagnostic::new(RuleId::ForeignWimbootArgument, first.span(), message, label);
    let finding = label_all(finding, more.iter().map(|(word, _)| word.span()), "also this one");
    let is_initrd = name_of(first.text()) == b"initrd";
    let title = if is_initrd { "remove it: wimboot gets all images" } else { "remove it" };
    let fix = Fix::unsafe_(title, *removed, "");
    Some(finding.fix(more.iter().fold(fix, |fix, (_, removed)| fix.and(*removed, ""))))
}

fn is_foreign(word: &[u8]) -> bool {
    let name = name_of(word);
    let is_plain =
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte));
    is_plain
        && !KernelArgument::of(name).is_some_and(|argument| argument.is_of_wimboot)
        && !name.starts_with(b"wimboot")
}

fn name_of(word: &[u8]) -> &[u8] {
    word.split(|byte| *byte == b'=').next().unwrap_or_default()
}
