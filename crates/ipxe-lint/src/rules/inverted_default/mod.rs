//! Defaults that are only set if there is already a value.

mod jumps;

use ipxe_catalog::{CommandForm, Implementation};
use ipxe_language::setting_name::{SettingName, untyped};
use ipxe_model::commands::{comparison::sole_expansion, positional_words};
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "inverted-default",
    code: "IPX347",
    summary: "a default is set only if the setting already has a value",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let tests = || cx.invocations_of(Implementation::Isset).map(|(test, _)| test);
    let found = tests().filter_map(|test| look_at(cx, test).or_else(|| jumps::look_at(cx, test)));
    out.extend(found);
}

/// `isset ${x} && set x VALUE`, if nothing else sets `x`, and a URI needs it.
fn look_at<'a, 's>(cx: &Context<'a, 's>, test: Command<'a, 's>) -> Option<Diagnostic> {
    let tested = sole_expansion(test.arguments().next()?)?.inside().as_literal()?;
    let line = test.line_id();
    let mut behind = cx.commands_from(test.id().index() + 1).take_while(|next| next.line_id() == line);
    let (set, rest) = (behind.next()?, behind.next());
    let operator = set.operator().filter(|operator| operator.kind == OperatorKind::And)?;
    let invocation = cx.flow.invocation(set.id())?;
    invocation.form().filter(|form| form.implementation == Implementation::Set)?;
    let mut words = positional_words(set, invocation);
    let name = words.next()?.as_literal()?;
    let is_it = |used: &[u8]| untyped(used) == untyped(tested);
    let uses =
        |word: Word<'_, '_>| word.expansions().any(|used| used.inside().as_literal().is_none_or(is_it));
    let is_default = is_it(name) && SettingName::parse(name).scope.is_empty() && !words.any(uses);
    let is_alone = test.operator().is_none() && rest.is_none_or(Command::is_empty);
    (is_default && is_alone && is_needed(cx, untyped(name), set)).then_some(())?;
    let message = format!("{} is set here only if it already has a value", quote(name));
    let label = "if it has no value, it stays empty";
    let finding = Diagnostic::new(RuleId::InvertedDefault, set.span(), message, label);
    let finding = finding.and_label(test.span(), "succeeds if it has a value");
    Some(finding.fix(Fix::unsafe_("set it if the test fails: `||`", operator.span, "||")))
}

/// Whether nothing else in the script sets the setting, and a URI contains it.
fn is_needed(cx: &Context<'_, '_>, name: &[u8], set: Command<'_, '_>) -> bool {
    let of_name = |other: Option<&[u8]>| other.map(untyped) == Some(name);
    let mut writes = cx.written().writes().iter();
    let is_only = writes.all(|write| write.command == set.id() || !of_name(write.name.as_known()));
    let takes_uri = |form: &CommandForm| form.arguments.iter().any(|argument| argument.role.is_uri());
    let mut uris = cx.uris().iter().filter(|uri| cx.form(uri.command).is_some_and(takes_uri));
    is_only && uris.any(|uri| uri.word.expansions().any(|used| of_name(used.inside().as_literal())))
}
