//! Shell syntax.

mod words;

use ipxe_syntax::Span;

use crate::{
    Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    facts::unknown_names::{Meaning, UnknownName},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "shell-syntax",
    code: "IPX213",
    summary: "a line is in shell syntax",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for name in cx.unknown_names().meaning(|meaning| matches!(meaning, Meaning::Shell(_))) {
        let Meaning::Shell(foreign) = name.meaning else { continue };
        let message = format!("{} is shell syntax, not an iPXE command{}", quote(name.name), name.times());
        let Some(finding) = name.report(cx, RuleId::ShellSyntax, message) else { continue };
        let renamed = foreign.replacement.and_then(|right| name.replace(foreign.help, right));
        out.push(match renamed.or_else(|| assignment(name, foreign.help)) {
            Some(fix) => finding.fix(fix),
            None => finding.help(foreign.help),
        });
    }
    words::check(cx, out);
}

/// `set NAME value` in place of `NAME=value`.
fn assignment(name: &UnknownName<'_, '_>, title: &str) -> Option<Fix> {
    let equals = name.name.iter().position(|byte| *byte == b'=')?;
    name.words().fold(None, |fix: Option<Fix>, word| {
        let (start, sign) = (Span::empty(word.span().start()), word.span_at(equals..equals + 1));
        Some(match fix {
            None => Fix::unsafe_(title, start, "set ").and(sign, " "),
            Some(fix) => fix.and(start, "set ").and(sign, " "),
        })
    })
}
