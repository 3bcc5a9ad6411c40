//! Long options after a single dash.

use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::single_dashes::single_dash;

pub(super) const META: RuleMeta = RuleMeta {
    name: "single-dash-option",
    code: "IPX223",
    summary: "a long option has one dash, so iPXE reads it as short options",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&|form| !form.options.is_empty()) {
        if let Some(word) = single_dash(command, invocation) {
            out.push(report(command.name().map(Word::text).unwrap_or_default(), word));
        }
    }
}

fn report(command: &[u8], word: Word<'_, '_>) -> Diagnostic {
    let option = word.text().split(|byte| *byte == b'=').next().unwrap_or_default();
    let message = format!("{} of {} has one dash", quote(option), quote(command));
    let (first, rest) = (option.get(1..2).unwrap_or_default(), option.get(2..).unwrap_or_default());
    let label = format!(
        "iPXE reads this as the short option {}, followed by {}",
        quote(&[b"-", first].concat()),
        quote(rest)
    );
    let title = format!("write `-{}`", String::from_utf8_lossy(option));
    let fix = Fix::unsafe_(title, Span::empty(word.span().start()), "-");
    Diagnostic::new(RuleId::SingleDashOption, word.span(), message, label).fix(fix)
}
