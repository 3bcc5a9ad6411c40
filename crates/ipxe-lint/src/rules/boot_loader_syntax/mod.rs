//! Syntax of other boot loaders.

use crate::{
    FixKind, Level, RuleId, RuleMeta, context::Context, facts::unknown_names::Meaning, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "boot-loader-syntax",
    code: "IPX214",
    summary: "a line is in the syntax of another boot loader",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for name in cx.unknown_names().meaning(|meaning| matches!(meaning, Meaning::BootLoader(_))) {
        let Meaning::BootLoader(foreign) = name.meaning else { continue };
        let message = format!(
            "{} is syntax of another boot loader, not an iPXE command{}",
            quote(name.name),
            name.times()
        );
        let Some(finding) = name.report(cx, RuleId::BootLoaderSyntax, message) else { continue };
        out.push(match foreign.replacement.and_then(|right| name.replace(foreign.help, right)) {
            Some(fix) => finding.fix(fix),
            None => finding.help(foreign.help),
        });
    }
}
