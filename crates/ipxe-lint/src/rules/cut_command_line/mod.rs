//! Kernel arguments after an operator, which are therefore not arguments.

use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::{
    commands::linux,
    images::{command_lines::CommandLine, cut_off::is_cut_off},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "cut-command-line",
    code: "IPX608",
    summary: "an operator cuts a kernel's command line in two",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let cut_off =
        cx.unknown_for_sure().map(|(command, _)| command).filter(|command| is_cut_off(cx, *command));
    out.extend(cut_off.filter_map(|rest| report(cx, rest)));
    out.extend(cx.command_lines().linux().iter().filter_map(|line| commented_out(cx, line)));
}

/// Arguments in the comment after a command line: there is no quoting for a `#` either.
fn commented_out(cx: &Context<'_, '_>, line: &CommandLine<'_, '_>) -> Option<Diagnostic> {
    let comment = line.command.line().comment()?;
    let text = cx.script.slice(comment).trim_ascii_start();
    let words = || text.split(u8::is_ascii_whitespace).map(|word| word.strip_prefix(b"#").unwrap_or(word));
    let ends_line = line.command.behind_on_line().len() == 0;
    if !ends_line || !words().any(linux::is_argument) {
        return None;
    }
    let message = "the command line ends before this `#`";
    let label = "a word that begins with `#` starts a comment: the kernel gets no argument after it";
    let mark = Span::new(comment.start(), comment.start() + 1);
    let finding = Diagnostic::new(RuleId::CutCommandLine, mark, message, label);
    if let Some(lost) = continued_argument(text) {
        let start = comment.end() - u32::try_from(lost.len()).ok()?;
        return Some(
            finding
                .at_level(Level::Warning)
                .and_label(
                    Span::new(start, comment.end()),
                    "the `\\` above makes this line part of the comment",
                )
                .help("iPXE joins lines before it removes comments: write the comment above the command"),
        );
    }
    Some(
        finding
            .at_level(Level::Advice)
            .help("move arguments before the `#`, and comments to a line of their own"),
    )
}

/// The text on the continuation lines of a comment, if it begins with an argument: a line that is commented out in the
/// middle of a command should not include the next one.
fn continued_argument(comment: &[u8]) -> Option<&[u8]> {
    let end = memchr::memmem::find(comment, b"\\\n").map(|at| at + 2);
    let end = end.or_else(|| memchr::memmem::find(comment, b"\\\r\n").map(|at| at + 3))?;
    let lost = comment.get(end..)?.trim_ascii_start();
    (!lost.starts_with(b"#") && lost.split(u8::is_ascii_whitespace).any(linux::is_argument)).then_some(lost)
}

fn report(cx: &Context<'_, '_>, rest: Command<'_, '_>) -> Option<Diagnostic> {
    let operator = rest.operator()?;
    let kind = operator.kind.as_str();
    let message = format!("the command line ends before this `{kind}`");
    let label = format!("a `{kind}` between spaces ends the command: the kernel gets no argument after it");
    let name = quote(rest.name()?.text());
    let is_fatal = cx.flow.failure_is_fatal(rest.id());
    let finding = Diagnostic::new(RuleId::CutCommandLine, operator.span, message, label)
        .at_level(if is_fatal { Level::Error } else { Level::Warning })
        .and_label(rest.span(), format!("iPXE runs {name} as a command, which fails"));
    Some(finding.help(
        "iPXE has no quoting: remove the spaces around it, as in `ds=nocloud;s=…`, or put it into a setting",
    ))
}
