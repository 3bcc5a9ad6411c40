//! A script's own settings with names that iPXE uses itself.

mod compared;

use std::collections::BTreeMap;

use ipxe_catalog::{Implementation, SettingScope};
use ipxe_language::{setting_name::SettingName, text::Text};
use ipxe_syntax::{CommandId, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{comparison::sole_expansion, positional_words};

pub(super) const META: RuleMeta = RuleMeta {
    name: "shadowed-builtin",
    code: "IPX321",
    summary: "a script's own setting hides one that iPXE computes, and the script tests for iPXE's value",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of further places that a finding points at.
const LABELLED: usize = 3;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let shadows = shadows(cx);
    if shadows.is_empty() {
        return;
    }
    compared::check(cx, &shadows, out);
    let tests = tests(cx);
    for (name, writes) in &shadows {
        out.extend(describe(cx, name, writes, tests.get(name).map_or(&[], Vec::as_slice)));
    }
}

/// The commands that write to the root under such a name, by name.
fn shadows<'a>(cx: &Context<'a, '_>) -> BTreeMap<&'a [u8], Vec<CommandId>> {
    let mut shadows: BTreeMap<&[u8], Vec<CommandId>> = BTreeMap::new();
    for write in cx.written().writes() {
        let Some(name) = write.name.as_known() else { continue };
        let SettingName { scope, name, .. } = SettingName::parse(name);
        if scope.is_empty()
            && (is_builtin(cx, name) || is_answer(write.implementation) && is_of_machine(cx, name))
        {
            // The name is in the script's text or in the catalog: both live long enough.
            let Some(name) = cx.catalog.setting(name).map(|known| known.spec.name.as_bytes()) else {
                continue;
            };
            shadows.entry(name).or_default().push(write.command);
        }
    }
    shadows
}

/// Whether iPXE computes the setting of that name, and always has a value for it.
fn is_builtin(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    cx.catalog.setting(name).is_some_and(|known| {
        known.definitions.iter().all(|definition| definition.scope == SettingScope::Builtin)
    })
}

/// Whether it stores the user's input. A setting that a script sets because the machine has none is a default.
fn is_answer(implementation: Implementation) -> bool {
    matches!(implementation, Implementation::Choose | Implementation::Read)
}

/// Whether the firmware of nearly every machine has a value for the setting of that name.
fn is_of_machine(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let is_product = matches!(name, b"manufacturer" | b"product" | b"uuid");
    is_product && cx.catalog.setting(name).is_some()
}

/// The tests in the script for whether a setting is set, by name.
fn tests<'a>(cx: &Context<'a, '_>) -> BTreeMap<&'a [u8], Vec<Span>> {
    let mut tests: BTreeMap<&[u8], Vec<Span>> = BTreeMap::new();
    for (command, invocation) in cx.invocations_of(Implementation::Isset) {
        let word = positional_words(command, invocation).next();
        let Some(expansion) = word.and_then(sole_expansion) else { continue };
        if let Some(name) = expansion.inside().as_literal() {
            tests.entry(name).or_default().push(expansion.span());
        }
    }
    tests
}

/// Hiding iPXE's value is harmless; relying on its absence is not.
fn describe(cx: &Context<'_, '_>, own: &[u8], writes: &[CommandId], tests: &[Span]) -> Option<Diagnostic> {
    if tests.is_empty() {
        return None;
    }
    let (&first, more) = writes.split_first()?;
    let first = cx.script.command(first)?;
    let name = quote(own);
    let source = if is_builtin(cx, own) { "iPXE computes" } else { "the machine's firmware has" };
    let message =
        format!("{name} is a setting that {source}, and the script assumes that it is unset at first");
    let label = if is_clear(cx, first.id()) {
        "this clears only a value that the script stored itself"
    } else {
        "it already has a value before this"
    };
    let finding = Diagnostic::new(RuleId::ShadowedBuiltin, first.span(), message, label);
    let finding =
        tests.iter().take(LABELLED).fold(finding, |finding, test| finding.and_label(*test, "always set"));
    let more = more.iter().filter_map(|write| cx.script.command(*write)).take(LABELLED);
    let finding = more.fold(finding, |finding, write| finding.and_label(write.span(), "also used here"));
    Some(finding.help("give the script's own setting another name"))
}

fn is_clear(cx: &Context<'_, '_>, command: CommandId) -> bool {
    let invocation = cx.flow.invocation(command);
    let clears = |text: Option<&Text<'_>>| text.is_some_and(|name| name.as_known() == Some(b"clear"));
    invocation.is_some_and(|invocation| clears(invocation.name()))
}
