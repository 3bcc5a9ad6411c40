//! Scripts that no entry point leads to.

use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unreached-script",
    code: "IPX443",
    summary: "no way from the stated entry points leads to a script",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(entry) = cx.options.surroundings.unreached_from() else { return };
    let entry = quote(entry.as_os_str().as_encoded_bytes());
    let first = cx.script.lines().next().map_or_else(Span::default, ipxe_syntax::Line::full_span);
    let message = format!("nothing leads from {entry} to this script, nor from any other entry point");
    let label = "no machine gets here on the ways that are stated";
    let help = "remove the script, or say in the configuration how it is reached: `entry = true` for an entry point, \
                `entry = false` for one that something else starts";
    out.push(Diagnostic::new(RuleId::UnreachedScript, first, message, label).help(help));
}
