//! Text that NUL bytes hide.

use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "lost-to-nul",
    code: "IPX102",
    summary: "a NUL byte hides the rest of its line",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let Some(first) = memchr::memchr(0, source) else { return };
    let from = cx.line_at(first).map_or(0, |line| line.id().index());
    let lines = cx.script.lines().skip(from).filter(|line| line.comment().is_none());
    // Padding hides nothing.
    let hides =
        |lost: &Span| cx.script.slice(*lost).iter().any(|byte| *byte != 0 && !ipxe_syntax::is_space(*byte));
    let mut lost = lines.filter_map(ipxe_syntax::Line::lost).filter(hides);
    let Some(first) = lost.next() else { return };
    let message = match lost.count() {
        0 => "there is a NUL byte in a line".to_owned(),
        more => format!("there are NUL bytes in {} lines", more + 1),
    };
    let finding =
        Diagnostic::new(RuleId::LostToNul, first, message, "iPXE never sees this: the line ends here");
    out.push(finding.help("remove the NUL bytes; the file may be damaged, or not plain text"));
}
