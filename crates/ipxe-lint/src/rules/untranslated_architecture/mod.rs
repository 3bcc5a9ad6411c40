//! Translations of architecture names into names of other architectures.

mod in_uri;

use ipxe_catalog::{Arch, Implementation, world::AliasOf};
use ipxe_language::{invocation::Invocation, setting_name::untyped};
use ipxe_model::commands::{
    comparison::{Comparison, sole_expansion},
    positional_words,
};
use ipxe_syntax::{Command, OperatorKind, Word};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "untranslated-architecture",
    code: "IPX342",
    summary: "one architecture gets another name, and a second one of that kind does not",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// `iseq ${arch} FROM && set arch TO`
struct Translation<'a, 's> {
    setting: &'a [u8],
    from: &'a [u8],
    to: Word<'a, 's>,
}

/// The maximum number of translations that are compared with each other.
const MOST: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    in_uri::check(cx, out);
    let tests = cx.invocations_of(Implementation::Iseq).map(|(test, _)| test);
    let found: Vec<_> = tests.filter_map(|test| translation(cx, test)).take(MOST).collect();
    for one in &found {
        let Some(meant) = one.to.as_literal().and_then(|name| AliasOf::Architecture.own_name(name)) else {
            continue;
        };
        let is_translated =
            |other: &Translation<'_, '_>| other.setting == one.setting && other.from == meant.as_bytes();
        // Some names are iPXE's own as well.
        if is_arch(one.to.text()) {
            continue;
        }
        if one.from != meant.as_bytes()
            && !found.iter().any(is_translated)
            && is_build(cx, one.setting, meant)
        {
            out.push(report(one, meant));
        }
    }
}

/// Whether it is iPXE's name of an architecture.
fn is_arch(name: &[u8]) -> bool {
    Arch::ALL.iter().any(|arch| arch.name().as_bytes() == name)
}

/// The translation of a comparison, if the next command of its line does one.
fn translation<'a, 's>(cx: &Context<'a, 's>, test: Command<'a, 's>) -> Option<Translation<'a, 's>> {
    let comparison = Comparison::of(cx, test)?;
    let setting = untyped(comparison.expansion.inside().as_literal()?);
    let next =
        cx.commands_from(test.id().index() + 1).next().filter(|next| next.line_id() == test.line_id())?;
    let follows = next.operator().is_some_and(|operator| operator.kind == OperatorKind::And);
    let is_set = cx.form(next)?.implementation == Implementation::Set;
    let mut words = positional_words(next, cx.flow.invocation(next.id())?);
    let (name, to) = (words.next()?.as_literal()?, words.next()?);
    let is_own = untyped(name) == setting && words.next().is_none();
    (is_arch(comparison.text) && follows && is_set && is_own).then_some(Translation {
        setting,
        from: comparison.text,
        to,
    })
}

/// Whether the setting is a copy of iPXE's architecture, which can be this one, and nothing else uses it as such.
fn is_build(cx: &Context<'_, '_>, setting: &[u8], arch: &str) -> bool {
    let is_copy = |(set, invocation): (Command<'_, '_>, &Invocation<'_>)| {
        let mut words = positional_words(set, invocation);
        let name = words.next().and_then(Word::as_literal).map(untyped);
        let value = words.next().and_then(sole_expansion).and_then(|value| value.inside().as_literal());
        name == Some(setting) && matches!(value, Some(b"buildarch" | b"builtin/buildarch"))
    };
    let machines = cx.catalog.target().machines();
    let is_in_view = || {
        let arch = arch.parse();
        arch.is_ok_and(|arch| {
            cx.catalog.target().platforms().iter().any(|platform| machines.contains(platform, arch))
        })
    };
    let is_asked = || {
        cx.invocations_of(Implementation::Iseq)
            .any(|(test, _)| Comparison::of(cx, test).is_some_and(|other| other.text == arch.as_bytes()))
    };
    cx.invocations_of(Implementation::Set).any(is_copy) && is_in_view() && !is_asked()
}

fn report(one: &Translation<'_, '_>, meant: &str) -> Diagnostic {
    let (from, to) = (quote(one.from), quote(one.to.text()));
    let message = format!("{from} is renamed to {to}, and `{meant}`, the usual {to}, is not");
    let setting = crate::printable(&String::from_utf8_lossy(one.setting));
    let label = format!("on machines of that architecture, `${{{setting}}}` stays `{meant}`");
    let to = crate::printable(&String::from_utf8_lossy(one.to.text()));
    Diagnostic::new(RuleId::UntranslatedArchitecture, one.to.span(), message, label)
        .help(format!("add a line `iseq ${{{setting}}} {meant} && set {setting} {to} ||`"))
}
