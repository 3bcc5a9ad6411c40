//! Interfaces with names that iPXE does not use.

mod vlan;

use ipxe_catalog::{Catalog, Role};
use ipxe_language::{invocation::Invocation, setting_name::SettingName, text::Text};
use ipxe_syntax::{Command, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::name_set::is_interface;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unknown-interface",
    code: "IPX224",
    summary: "an interface has a name that iPXE does not use",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_where(&names_interfaces) {
        out.extend(named(command, invocation).filter_map(|word| argument(cx, command, word)));
    }
    vlan::check(cx, out);
    out.extend(cx.written().writes().iter().filter_map(|write| block(cx, write.command, &write.name)));
}

fn names_interfaces(form: &ipxe_catalog::CommandForm) -> bool {
    form.arguments.iter().any(|argument| argument.role == Role::Interface)
        || form.options.iter().any(|option| option.role == Role::Interface)
}

/// The words of a command that name interfaces, up to the first one that is meant as something else.
fn named<'a, 's>(
    command: Command<'a, 's>,
    invocation: &'a Invocation<'a>,
) -> impl Iterator<Item = Word<'a, 's>> {
    let words: Vec<Word<'a, 's>> = command.arguments().collect();
    let (form, arguments) = (invocation.form(), invocation.arguments());
    let first = arguments.map_or(usize::MAX, |arguments| arguments.first_positional);
    let is_interface = move |at: usize| {
        form.and_then(|form| form.argument(at)).is_some_and(|argument| argument.role == Role::Interface)
    };
    let options = arguments.into_iter().flat_map(|arguments| &arguments.options);
    let values =
        options.filter(|option| option.spec.role == Role::Interface).filter_map(|option| option.value);
    let values: Vec<Word<'a, 's>> = values.filter_map(|value| words.get(value.argument).copied()).collect();
    let positionals = words.into_iter().skip(first).enumerate().filter(move |(at, _)| is_interface(*at));
    // `dhcp net0 goto retry`, `dhcp | shell`: other mistakes.
    let is_name = |word: &Word<'_, '_>| {
        let text = word.text();
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:,".contains(byte);
        let is_word = text.first().is_some_and(u8::is_ascii_alphanumeric) && text.iter().all(is_plain)
            || word.has_expansion();
        is_word
            && !matches!(text, b"or" | b"and" | b"then")
            && Catalog::command_in_any_release(text).is_none()
    };
    values.into_iter().chain(positionals.map(|(_, word)| word).take_while(is_name))
}

fn argument(cx: &Context<'_, '_>, command: Command<'_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.as_literal().filter(|text| !is_interface(text) && !text.contains(&b'='))?;
    let name = command.name().map(Word::text).unwrap_or_default();
    let message = format!("there is no interface {}", quote(text));
    let label = cx.failure_of(command, &String::from_utf8_lossy(name));
    let finding = Diagnostic::new(RuleId::UnknownInterface, word.span(), message, label);
    Some(meant(finding, text, word.span()))
}

/// `set eth0/ip …`
fn block(cx: &Context<'_, '_>, command: ipxe_syntax::CommandId, name: &Text<'_>) -> Option<Diagnostic> {
    let scope = SettingName::parse(name.as_known()?).scope;
    let command = cx.script.command(command)?;
    numbered(scope)?;
    let word = command.arguments().find(|word| word.text().starts_with(scope))?;
    let place = word.span_at(0..scope.len());
    let message = format!("there is no interface {}", quote(scope));
    let label = "this creates a settings block of its own, which no interface uses";
    let finding = Diagnostic::new(RuleId::UnknownInterface, place, message, label).at_level(Level::Warning);
    Some(meant(finding, scope, place))
}

fn meant(finding: Diagnostic, text: &[u8], place: Span) -> Diagnostic {
    let number = numbered(text).and_then(|number| std::str::from_utf8(number).ok());
    if let Some(number) = number {
        let title = format!("interfaces are `net0`, `net1` and so on: did you mean `net{number}`?");
        return finding.fix(Fix::unsafe_(title, place, format!("net{number}")));
    }
    if text.eq_ignore_ascii_case(b"netX") {
        return finding.fix(Fix::unsafe_(
            "did you mean `netX`, the one that was opened last?",
            place,
            "netX",
        ));
    }
    finding.help("interfaces are `net0`, `net1` and so on, and `netX` is the one opened last; without a name, iPXE tries all")
}

/// The number of an interface in the name of an operating system.
fn numbered(name: &[u8]) -> Option<&[u8]> {
    let number = name
        .strip_prefix(b"eth")
        .or_else(|| name.strip_prefix(b"nic"))
        .or_else(|| name.strip_prefix(b"NET"))?;
    (!number.is_empty() && number.len() < 3 && number.iter().all(u8::is_ascii_digit)).then_some(number)
}
