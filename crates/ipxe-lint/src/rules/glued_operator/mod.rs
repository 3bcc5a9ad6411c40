//! Operators without white space around them.

use std::ops::Range;

use ipxe_syntax::{Command, Marks, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::glued;

pub(super) const META: RuleMeta = RuleMeta {
    name: "glued-operator",
    code: "IPX210",
    summary: "an operator is not separated from a word, so it is part of the word",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Whether the operator is glued to the name of a command, with nothing or another command after it: there is no
/// command of this name, so the intention is clear.
fn is_name(cx: &Context<'_, '_>, command: Command<'_, '_>, word: Word<'_, '_>, at: Range<usize>) -> bool {
    let part = |range: Option<&[u8]>| range.is_some_and(|name| cx.catalog.command(name).is_some());
    let text = word.text();
    let is_operator = matches!(text.get(at.clone()), Some(b"||" | b"&&"));
    let is_first = command.name().is_some_and(|name| name.span() == word.span());
    is_operator
        && is_first
        && part(text.get(..at.start))
        && (at.end == text.len() || part(text.get(at.end..)))
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.marked(Marks::OPERATOR) {
        for glued in glued::in_command(cx, command, invocation) {
            let word = glued.word;
            let operator = word.span_at(glued.at.clone());
            let (before, after) = (glued.at.start > 0, glued.at.end < word.text().len());
            let written = quote(word.text().get(glued.at.clone()).unwrap_or_default());
            let message = format!("there is no space between the operator {written} and a word");
            let label = format!("iPXE reads {} as one word", quote(word.text()));
            let is_idle = operator.end() == command.span().end() && written == "`;`";
            let fix = match (before, after) {
                _ if is_idle => Fix::unsafe_("remove it: the command ends here", operator, ""),
                (false, true) if word.text().len() == 3 => {
                    let slip = Span::new(operator.end(), word.span().end());
                    Fix::unsafe_("remove the text after it", slip, "")
                }
                (true, true) => Fix::unsafe_("put spaces around it", Span::empty(operator.start()), " ")
                    .and(Span::empty(operator.end()), " "),
                (true, false) => Fix::unsafe_("put a space before it", Span::empty(operator.start()), " "),
                (false, _) => Fix::unsafe_("put a space after it", Span::empty(operator.end()), " "),
            };
            let fix = fix.safe_if(is_name(cx, command, word, glued.at));
            out.push(Diagnostic::new(RuleId::GluedOperator, operator, message, label).fix(fix));
        }
    }
}
