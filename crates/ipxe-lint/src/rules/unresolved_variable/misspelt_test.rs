//! `isset` with a name that is never set, and that is a misspelling of another one: the test always fails.

use foldhash::HashSet;
use ipxe_catalog::Implementation;
use ipxe_model::settings::misspellings::{is_cut_short, is_misspelling};
use ipxe_syntax::{Command, Expansion, OperatorKind};

use super::{name_span, suggestion::Suggestions};
use crate::{Diagnostic, Fix, RuleId, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;

pub(super) fn check(cx: &Context<'_, '_>, suggestions: &mut Suggestions<'_, '_, '_>, out: &mut Sink<'_>) {
    if !cx.tested().spelt_out().any(|name| !cx.is_setting(name)) {
        return;
    }
    let mut used = None;
    // A script tests the same names again and again.
    let mut right: HashSet<&[u8]> = HashSet::default();
    for (command, _) in cx.invocations_of(Implementation::Isset) {
        for expansion in command.expansions() {
            let Some(name) = expansion.inside().as_literal().map(untyped) else { continue };
            if name.is_empty() || right.contains(name) {
                continue;
            }
            let used = used.get_or_insert_with(|| used_names(cx));
            out.extend(misspelt_default(cx, command, name, used));
            let is_right = cx.is_setting(name) || used.contains(name);
            let Some(near) = Some(name).filter(|_| !is_right).and_then(|name| suggestions.near(name)) else {
                right.insert(name);
                continue;
            };
            if differs_in_case(name, &near) || sets(cx, command, &near) || reads(command, &near) {
                out.extend(report(expansion, name, &near));
            }
        }
    }
}

/// The names that are used for more than a test for whether they are set.
fn used_names<'a>(cx: &Context<'a, '_>) -> HashSet<&'a [u8]> {
    let tests = |command: &Command<'_, '_>| {
        cx.form(*command).is_some_and(|form| form.implementation == Implementation::Isset)
    };
    let others = cx.script.commands().filter(|command| !tests(command));
    others.flat_map(Command::expansions).filter_map(|used| used.inside().as_literal().map(untyped)).collect()
}

/// Whether they only differ in case, or in characters that names do not contain.
fn differs_in_case(name: &[u8], near: &[u8]) -> bool {
    let folded = |name: &[u8]| {
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_./".contains(byte);
        name.to_ascii_lowercase()
            .iter()
            .filter(is_name)
            .map(|byte| if *byte == b'_' { b'-' } else { *byte })
            .collect::<Vec<_>>()
    };
    folded(name) == folded(near)
}

/// Whether the line of the test sets the intended setting.
fn sets<'a, 's>(cx: &Context<'a, 's>, test: Command<'a, 's>, name: &[u8]) -> bool {
    let mut commands = test.behind_on_line();
    commands.any(|command| {
        cx.form(command).is_some_and(|form| form.implementation == Implementation::Set)
            && command.arguments().next().is_some_and(|word| word.as_literal().map(untyped) == Some(name))
    })
}

/// Whether the commands after the test on its line use the intended setting.
fn reads(test: Command<'_, '_>, name: &[u8]) -> bool {
    let mut commands = test.behind_on_line();
    commands
        .any(|command| command.expansions().any(|used| used.inside().as_literal().map(untyped) == Some(name)))
}

/// `isset ${server-ip} || set serverip …`: the setting that is set in place of the one without a value.
fn misspelt_default<'a, 's>(
    cx: &Context<'a, 's>,
    test: Command<'a, 's>,
    name: &[u8],
    used: &HashSet<&[u8]>,
) -> Option<Diagnostic> {
    let set = test.behind_on_line().next()?;
    let is_default = set.operator().is_some_and(|operator| operator.kind == OperatorKind::Or)
        && cx.form(set).is_some_and(|form| form.implementation == Implementation::Set);
    let word = set.arguments().next().filter(|_| is_default && set.arguments().len() > 1)?;
    let other = untyped(word.as_literal()?);
    let is_misspelt = (is_misspelling(other, name) || is_cut_short(other, name))
        && used.contains(name)
        && !used.contains(other)
        && !cx.tested().has(other)
        && !cx.known().may_have_value(other);
    let near = std::str::from_utf8(name).ok().filter(|_| is_misspelt)?;
    let message = format!("when {} has no value, {} gets one", quote(other), quote(name));
    let label = format!("nothing uses this setting, and {} still has no value", quote(name));
    let finding = Diagnostic::new(RuleId::UnresolvedVariable, word.span(), message, label);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{near}`?"), word.span(), near)))
}

fn report(expansion: Expansion<'_, '_>, name: &[u8], near: &[u8]) -> Option<Diagnostic> {
    let near = std::str::from_utf8(near).ok()?;
    let message = format!("{} is never set, and this tests it", quote(name));
    let finding =
        Diagnostic::new(RuleId::UnresolvedVariable, expansion.span(), message, "this test always fails");
    Some(finding.fix(Fix::unsafe_(format!("did you mean `${{{near}}}`?"), name_span(expansion), near)))
}
