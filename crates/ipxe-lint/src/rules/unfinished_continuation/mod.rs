//! A `\` at the end of the file.

use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::lines::span;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unfinished-continuation",
    code: "IPX107",
    summary: "the file ends in a `\\`, after which another line must follow",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(line) = cx.script.lines().next_back().filter(|line| line.is_unfinished()) else { return };
    let Some(backslash) = memchr::memrchr(b'\\', cx.script.slice(line.full_span())) else { return };
    let at = line.full_span().start() as usize + backslash;
    let place: Span = span(at, at + 1);
    let message = "the file ends in a `\\`, after which another line must follow";
    let label = "iPXE never runs this line, and the script fails";
    let finding = Diagnostic::new(RuleId::UnfinishedContinuation, place, message, label);
    out.push(finding.fix(Fix::safe("remove the `\\`", place, "")));
}
