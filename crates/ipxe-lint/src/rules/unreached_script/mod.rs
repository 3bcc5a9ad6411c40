//! Scripts that are unreachable from all entry points.

use ipxe_syntax::Span;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unreached-script",
    code: "IPX443",
    summary: "none of the stated entry points starts a script, directly or indirectly",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let Some(entry) = cx.options.surroundings.unreached_from() else { return };
    let entry = quote(entry.as_os_str().as_encoded_bytes());
    let first = cx.script.lines().next().map_or_else(Span::default, ipxe_syntax::Line::full_span);
    let message =
        format!("neither {entry} nor any other entry point starts this script, directly or indirectly");
    let label = "no machine runs this script";
    let help = "remove the script, or state in the configuration how it starts: `entry = true` for an entry point, \
                `entry = false` for one that something else starts";
    out.push(Diagnostic::new(RuleId::UnreachedScript, first, message, label).help(help));
}
