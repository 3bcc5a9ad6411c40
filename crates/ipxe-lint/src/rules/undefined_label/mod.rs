//! `goto` to a label that is not there.

use ipxe_catalog::Implementation;
use ipxe_engine::Text;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, suggest, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "undefined-label",
    code: "IPX401",
    summary: "`goto` names a label that the script does not define",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let labels = cx.flow.labels();
    for (command, invocation) in cx.invocations_of(Implementation::Goto) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        if labels.line(name).is_some() || name.is_empty() {
            continue;
        }
        let Some(word) = command.arguments().next_back() else { continue };
        let message = format!("label {} is not defined in this script", quote(name));
        let finding = Diagnostic::new(RuleId::UndefinedLabel, word.span(), message, "`goto` fails here");
        out.push(match suggest::near(name, labels.names()) {
            Some(near) => finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), word.span(), near)),
            None => finding.help("define it on a line of its own, with a colon before the name"),
        });
    }
}
