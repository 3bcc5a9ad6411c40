//! Command lines that are longer than a kernel accepts.

use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, RuleOptions, context::Context, sink::Sink};
use ipxe_model::images::command_lines::CommandLine;

pub(super) const META: RuleMeta = RuleMeta {
    name: "overlong-command-line",
    code: "IPX609",
    summary: "a command line is longer than Linux accepts",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let longest = cx.options.rule_options.longest_command_line;
    let too_long = |line: &&CommandLine<'_, '_>| line.text.known_bytes().len() > longest;
    out.extend(cx.command_lines().linux().iter().filter(too_long).map(|line| report(line, longest)));
}

fn report(line: &CommandLine<'_, '_>, longest: usize) -> Diagnostic {
    let length = line.text.known_bytes().len();
    let words = line.words.first().zip(line.words.last());
    let span = words.map_or(Span::default(), |(first, last)| first.span().cover(last.span()));
    let at_least = if line.text.is_known() { "" } else { "at least " };
    let message = format!("this command line is {at_least}{length} bytes long");
    let machines =
        if longest == RuleOptions::LONGEST_COMMAND_LINE { "most machines" } else { "these machines" };
    let label = format!("on {machines}, Linux uses only {longest} bytes");
    Diagnostic::new(RuleId::OverlongCommandLine, span, message, label)
        .help("move the configuration to a file, and name the file on the command line")
}
