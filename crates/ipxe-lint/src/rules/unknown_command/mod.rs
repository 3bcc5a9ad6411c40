//! Names that no iPXE has a command for.

use ipxe_catalog::Catalog;
use ipxe_engine::Text;

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, colons::meant_as_label, context::Context, sink::Sink, text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-command",
    code: "IPX201",
    summary: "no release of iPXE has a command of this name",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations().filter(|(_, invocation)| invocation.is_unknown()) {
        let (Some(name), Some(word)) = (invocation.name().and_then(Text::as_known), command.name()) else { continue };
        if Catalog::command_in_any_release(name).is_some() || meant_as_label(cx, command).is_some() {
            continue;
        }
        let message = format!("{} is no iPXE command", quote(name));
        let label = "iPXE prints \"command not found\", and the command fails";
        let finding = Diagnostic::new(RuleId::UnknownCommand, word.span(), message, label);
        let start = word.span_at(0..0);
        out.push(if cx.flow.labels().line(name).is_some() {
            finding.fix(Fix::unsafe_("to jump to the label of this name, write `goto` before it", start, "goto "))
        } else if let Some(near) = cx.catalog.suggest_command(name) {
            finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), word.span(), near))
        } else {
            finding
        });
    }
}
