//! Carriage returns that do not end a line.

use memchr::memchr_iter;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::lines::span;

pub(super) const META: RuleMeta = RuleMeta {
    name: "lone-carriage-return",
    code: "IPX104",
    summary: "a carriage return without a line feed does not end a line",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    // There may be long runs of carriage returns: one check per run.
    let mut looked_until = 0;
    let mut matters = false;
    let mut places = memchr_iter(b'\r', source).filter(|&at| {
        if at >= looked_until {
            let rest = source.get(at..).unwrap_or_default();
            let next = rest.iter().position(|&byte| byte == b'\n' || !ipxe_syntax::is_space(byte));
            matters = next.is_some_and(|next| rest.get(next) != Some(&b'\n'));
            looked_until = at + next.unwrap_or(rest.len());
        }
        matters
    });
    let Some(first) = places.next() else { return };
    let edit = |at: usize| span(at, at + 1);
    let mut count = 1;
    let fix = places.fold(Fix::unsafe_("end these lines with a line feed", edit(first), "\n"), |fix, at| {
        count += 1;
        fix.and(edit(at), "\n")
    });
    let is_all = memchr::memchr(b'\n', source).is_none();
    let message = if is_all {
        "the lines of the file end in a carriage return alone".to_owned()
    } else if count == 1 {
        "there is a carriage return inside a line".to_owned()
    } else {
        format!("there are {count} carriage returns inside lines")
    };
    let label = if is_all {
        "iPXE ends lines at line feeds: the whole file is one comment, and the script does nothing"
    } else {
        "iPXE ends lines at line feeds: the line continues after this"
    };
    out.push(Diagnostic::new(RuleId::LoneCarriageReturn, edit(first), message, label).fix(fix));
}
