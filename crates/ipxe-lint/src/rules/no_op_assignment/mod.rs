//! Assignments without an effect.

use ipxe_catalog::Implementation;
use ipxe_language::{
    setting_name::SettingName,
    text::{Certainty, Text},
};
use ipxe_syntax::{Command, CommandId, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{
    comparison::{Comparison, sole_expansion},
    positional_words,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "no-op-assignment",
    code: "IPX308",
    summary: "a setting is set to the value that it already has",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let mut words = positional_words(command, invocation);
        let (Some(name), Some(value), None) = (words.next(), words.next(), words.next()) else { continue };
        let Some(setting) = name.as_literal() else { continue };
        let (is_itself, test) = (is_itself(setting, value), test_before(cx, command, setting));
        if !is_itself && test.is_none() || !is_own(cx, setting) {
            continue;
        }
        if is_itself {
            let label = "this stores the value that it already has";
            let message = format!("{} is set to itself", quote(setting));
            // After a `read` of the same setting, it only repeats its effect.
            let level = if is_read_before(cx, command, setting) { Level::Advice } else { Level::Warning };
            let finding = Diagnostic::new(RuleId::NoOpAssignment, command.span(), message, label);
            out.push(finding.at_level(level).help(HELP));
        } else if let Some(compared) = test
            && is_known_before(cx, command, setting, value, compared.text)
            && !is_one_of_many(cx, setting)
        {
            let message = format!(
                "{} is set to {}, and the test before it found that value",
                quote(setting),
                quote(value.text())
            );
            let finding =
                Diagnostic::new(RuleId::NoOpAssignment, value.span(), message, "this changes nothing");
            out.push(finding.and_label(compared.literal.span(), "compared here").help(HELP));
        }
    }
}

const HELP: &str = "write another value, or remove the assignment";

/// Whether the command before it is a `read` of the same setting.
fn is_read_before(cx: &Context<'_, '_>, command: Command<'_, '_>, setting: &[u8]) -> bool {
    let before =
        (0..command.id().index()).rev().filter_map(|at| Some(CommandId::new(u32::try_from(at).ok()?)));
    let mut before = before.filter_map(|id| cx.script.command(id)).filter(|before| !before.is_empty());
    before.next().is_some_and(|before| {
        let reads = cx.form(before).is_some_and(|form| form.implementation == Implementation::Read);
        reads && before.arguments().any(|word| word.as_literal() == Some(setting))
    })
}

/// Whether only scripts set it: storing a value from the network preserves it.
fn is_own(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let SettingName { scope, setting_type, .. } = SettingName::parse(name);
    scope.is_empty() && setting_type.is_none() && !cx.known().may_have_value(name)
}

/// Whether tests of the setting also set it to other values: then this line is there for completeness.
fn is_one_of_many(cx: &Context<'_, '_>, setting: &[u8]) -> bool {
    cx.invocations_of(Implementation::Set).any(|(command, invocation)| {
        let mut words = positional_words(command, invocation);
        let named = words.next().is_some_and(|name| name.as_literal() == Some(setting));
        let value = words.next().filter(|_| named);
        let tested = value.and_then(|value| Some((value.as_literal()?, test_before(cx, command, setting)?)));
        tested.is_some_and(|(value, comparison)| comparison.text != value)
    })
}

fn is_itself(setting: &[u8], value: Word<'_, '_>) -> bool {
    sole_expansion(value).and_then(|expansion| expansion.inside().as_literal()) == Some(setting)
}

/// Whether the setting certainly has this value, because of a test on which the command depends.
fn is_known_before(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    setting: &[u8],
    value: Word<'_, '_>,
    compared: &[u8],
) -> bool {
    let Some(value) = value.as_literal().filter(|value| *value == compared) else { return false };
    let known = cx.analysis().before(command.id()).map(|moment| moment.setting(setting));
    known.is_some_and(|known| {
        known.texts == [Text::from(value)] && !known.others && known.presence() == Certainty::Yes
    })
}

/// The comparison of the setting on which the command depends.
fn test_before<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    setting: &[u8],
) -> Option<Comparison<'a, 's>> {
    if command.operator()?.kind != OperatorKind::And {
        return None;
    }
    let test = command.before_on_line().next_back()?;
    cx.form(test).filter(|form| form.implementation == Implementation::Iseq)?;
    let comparison = Comparison::of(cx, test)?;
    (comparison.expansion.inside().as_literal() == Some(setting)).then_some(comparison)
}
