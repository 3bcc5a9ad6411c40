//! Scripts that start each other in a cycle, each inside the one before.

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::{invocation::Invocation, operation::Operation};
use ipxe_syntax::Span;

pub(super) const META: RuleMeta = RuleMeta {
    name: "nested-chain-loop",
    code: "IPX444",
    summary: "scripts start each other in a loop without `--replace`, so they nest deeper and deeper",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if !cx.options.surroundings.has_loops() {
        return;
    }
    for uri in cx.uris() {
        let operation = cx.flow.invocation(uri.command.id()).and_then(Invocation::operation);
        let nests = matches!(operation, Some(Operation::Execute(how)) if !how.replace);
        let Some(moment) = cx.analysis().before(uri.command.id()).filter(|_| nests) else { continue };
        let texts = moment.texts(uri.word.text());
        let Some(closed) = texts.iter().find_map(|text| cx.options.surroundings.loop_by(text)) else {
            continue;
        };
        let message = if closed.is_itself {
            "the script starts itself while it is running".to_owned()
        } else {
            let script = quote(closed.script.as_os_str().as_encoded_bytes());
            format!("this starts {script} again, which is still running")
        };
        let label = "every iteration nests one level deeper, and iPXE hangs after about a dozen";
        let finding = Diagnostic::new(RuleId::NestedChainLoop, uri.word.span(), message, label);
        let Some(name) = uri.command.name() else { continue };
        let place = Span::empty(name.span().end());
        let title = "replace this script: `--replace`";
        out.push(finding.fix(Fix::unsafe_(title, place, " --replace")));
    }
}
