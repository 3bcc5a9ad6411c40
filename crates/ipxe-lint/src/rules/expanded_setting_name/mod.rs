//! `${name}` in place of the name of a setting.

use ipxe_catalog::{CommandForm, Implementation, Role, SettingType};
use ipxe_language::{integer::parse_integer, text::Text};
use ipxe_syntax::{Command, CommandId, Expansion, OperatorKind, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::{SettingName, parse_tag, untyped};
use ipxe_model::commands::{comparison::sole_expansion, positional_words};

pub(super) const META: RuleMeta = RuleMeta {
    name: "expanded-setting-name",
    code: "IPX325",
    summary: "a command that changes or shows a setting gets the setting's value instead of its name",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of candidates: each check covers all settings of the script.
const CANDIDATES: usize = 64;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let takes_name =
        |form: &CommandForm| changes_setting(form) || form.implementation == Implementation::Show;
    let candidates = cx.invocations_where(&takes_name).filter_map(|(command, invocation)| {
        let word = positional_words(command, invocation).next()?;
        let name = sole_expansion(word)?.inside().as_literal()?;
        (!name.is_empty()).then_some((command, word, name))
    });
    for (command, word, name) in candidates.take(CANDIDATES) {
        let name_itself = untyped(name);
        let becomes = becomes(cx, command, name_itself)
            .or_else(|| names_nothing(cx, command, word, name_itself))
            .or_else(|| is_value(cx, command, name_itself))
            .or_else(|| is_shown(cx, command, name_itself));
        if let Some(becomes) = becomes {
            out.push(report(command, word, name, becomes));
        }
    }
}

fn changes_setting(form: &CommandForm) -> bool {
    let changes = |role: Role| role.writes_setting() || role == Role::SettingUpdated;
    form.arguments.first().is_some_and(|argument| changes(argument.role))
}

/// A description of what the command changes instead of the setting, if that is certainly not intended.
fn becomes(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> Option<&'static str> {
    let is_it = |written: Option<&[u8]>| written.map(untyped) == Some(name);
    let gives_value = |implementation| implementation != Implementation::Clear;
    let writes = cx
        .written()
        .writes()
        .iter()
        .filter(|write| gives_value(write.implementation) && is_it(write.name.as_known()));
    let writes: Vec<_> = writes.collect();
    let shows = |form: &CommandForm| form.implementation == Implementation::Show;
    if cx.form(command).is_some_and(shows) {
        return None;
    }
    if writes.is_empty() {
        let is_left_to_others = cx.known().may_have_value(name)
            || cx.tested().has(name)
            || cx.options.surroundings.sets(name)
            || cx.others_may_set(command.span().start());
        return (!is_left_to_others).then_some("it has no value, so this changes nothing");
    }
    let is_number = |write: &Command<'_, '_>| {
        let value = write.arguments().nth(1).and_then(Word::as_literal);
        cx.form(*write).is_some_and(|form| form.implementation == Implementation::Inc)
            || value.is_some_and(|value| parse_integer(value).is_ok())
    };
    let counts =
        writes.iter().filter_map(|write| cx.script.command(write.command)).all(|write| is_number(&write));
    if counts {
        return Some("its value is a number, so this changes a setting with that number as its name");
    }
    let is_clear = cx.form(command).is_some_and(|form| form.implementation == Implementation::Clear);
    (is_clear && namings(cx, name) == 0)
        .then_some("this clears the setting that its value names, not this one")
}

/// Whether the setting certainly contains texts that are not names of settings of iPXE or of the script.
fn names_nothing(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    word: Word<'_, '_>,
    name: &[u8],
) -> Option<&'static str> {
    let gives_value =
        |form: &CommandForm| matches!(form.implementation, Implementation::Set | Implementation::Read);
    let texts = cx
        .form(command)
        .filter(|form| gives_value(form))
        .and_then(|_| Some(cx.analysis().before(command.id())?.texts(word.text())))?;
    // The values that the script itself sets elsewhere show which others are likely.
    let is_told = |text: &Text<'_>| text.is_known() || is_path(text.known_bytes());
    let texts = if texts.iter().all(is_told) { texts } else { given_texts(cx, name)? };
    let used = cx.used();
    // A number in the form of a DHCP option, `1.2`, is more likely a version.
    let is_known = |text: &[u8]| parse_tag(text).is_none() && cx.known().may_have_value(text);
    let is_name = |text: &[u8]| {
        text.is_empty() || used.has(text) || is_known(text) || memchr::memchr2(b'/', b':', text).is_some()
    };
    let is_none =
        |text: &Text<'_>| is_path(text.known_bytes()) || text.as_known().is_some_and(|text| !is_name(text));
    if !used.has(name) || texts.is_empty() {
        return None;
    }
    if texts.iter().all(|text| text.as_known() == Some(b"")) {
        return Some("it is empty here, so this changes nothing");
    }
    texts.iter().all(is_none).then_some("this changes the setting that its value names, which nothing uses")
}

/// Whether a text is a URI or a path with several directories, and so not the name of a setting.
fn is_path(text: &[u8]) -> bool {
    memchr::memchr_iter(b'/', text).count() > 1
}

/// Whether the setting itself was meant to be set, and not the one that its value names.
fn is_value<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> Option<&'static str> {
    let gives =
        |form: &CommandForm| matches!(form.implementation, Implementation::Set | Implementation::Read);
    cx.form(command).filter(|form| gives(form))?;
    let is_set = || is_set_by_name(cx, name) || cx.known().may_have_value(name);
    let is_meant = is_set_on_line(cx, command, name)
        || follows_test(cx, command, name)
        || command.arguments().skip(1).flat_map(Word::expansions).any(|used| is_of(used, name))
        || holds_number(cx, name)
        || !is_set() && namings(cx, name) == 1 && is_used_as_value(cx, name);
    is_meant.then_some("this changes the setting that its value names, not this one")
}

/// Whether the command would show a setting whose name is the value of one of iPXE's.
fn is_shown(cx: &Context<'_, '_>, command: Command<'_, '_>, name: &[u8]) -> Option<&'static str> {
    let shows = cx.form(command).is_some_and(|form| form.implementation == Implementation::Show);
    let own = SettingName::parse(name).name;
    let is_ipxes = shows && cx.catalog.setting(own).is_some() && !is_set_by_name(cx, own);
    is_ipxes.then_some("`show` fails: no setting has this value as its name")
}

/// Whether a command names the setting that it sets, and it is this one.
fn is_set_by_name(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    cx.written().writes().iter().any(|write| write.name.as_known().map(untyped) == Some(name))
}

/// Whether another branch of the line sets it by its name.
fn is_set_on_line<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> bool {
    let mut others = command.line().commands().filter(|other| other.id() != command.id());
    others.any(|other| {
        cx.form(other).is_some_and(|form| form.implementation == Implementation::Set)
            && other.arguments().next().and_then(Word::as_literal).map(untyped) == Some(name)
    })
}

/// Whether this runs after an `isset` that found that it has no value.
fn follows_test<'a, 's>(cx: &Context<'a, 's>, command: Command<'a, 's>, name: &[u8]) -> bool {
    let is_fallback = command.operator().is_some_and(|operator| operator.kind == OperatorKind::Or);
    let test = command.before_on_line().next_back();
    test.filter(|_| is_fallback).is_some_and(|test| {
        cx.form(test).is_some_and(|form| form.implementation == Implementation::Isset)
            && test.expansions().any(|used| is_of(used, name))
    })
}

/// Whether iPXE knows the setting, and it is not text: no setting has an address or a number as its name.
fn holds_number(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let own = SettingName::parse(name).name;
    let setting = cx.catalog.setting(own).filter(|_| !is_set_by_name(cx, own));
    setting.is_some_and(|setting| {
        setting.definitions.iter().all(|definition| definition.setting_type == SettingType::Ipv4)
    })
}

/// Whether the value is used anywhere other than as the name of a setting, or in a test.
fn is_used_as_value(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    let counts = |form: &CommandForm| form.implementation != Implementation::Isset;
    let mut commands = cx.invocations_where(&counts);
    commands.any(|(command, _)| {
        let names = usize::from(cx.form(command).is_some_and(changes_setting));
        command.arguments().skip(names).flat_map(Word::expansions).any(|used| is_of(used, name))
    })
}

fn is_of(used: Expansion<'_, '_>, name: &[u8]) -> bool {
    used.inside().as_literal().map(untyped) == Some(name)
}

/// The texts to which the script sets a setting, if all of them are literal, and it does not test for other values.
fn given_texts(cx: &Context<'_, '_>, name: &[u8]) -> Option<Vec<Text<'static>>> {
    if cx.tested().has(name) || cx.known().may_have_value(name) {
        return None;
    }
    let writes =
        cx.written().writes().iter().filter(|write| write.name.as_known().map(untyped) == Some(name));
    let text = |command: CommandId| {
        let (command, invocation) = (cx.script.command(command)?, cx.flow.invocation(command)?);
        let is_set = invocation.form().is_some_and(|form| form.implementation == Implementation::Set);
        let value = is_set.then(|| cx.constants().join(positional_words(command, invocation).skip(1), cx))?;
        (value.is_known() || is_path(value.known_bytes())).then_some(value)
    };
    writes.map(|write| text(write.command)).collect()
}

/// The number of commands that set settings by the name in this setting.
fn namings(cx: &Context<'_, '_>, name: &[u8]) -> usize {
    let gives =
        cx.invocations_where(&|form| changes_setting(form) && form.implementation != Implementation::Clear);
    let names = gives.filter_map(|(command, invocation)| positional_words(command, invocation).next());
    names.flat_map(Word::expansions).filter(|used| is_of(*used, name)).count()
}

fn report(command: Command<'_, '_>, word: Word<'_, '_>, name: &[u8], becomes: &str) -> Diagnostic {
    let called = command.name().map(Word::text).unwrap_or_default();
    let message = format!("{} needs a setting's name, and gets the value of {}", quote(called), quote(name));
    let finding = Diagnostic::new(RuleId::ExpandedSettingName, word.span(), message, becomes);
    let name = String::from_utf8_lossy(untyped(name)).into_owned();
    finding.fix(Fix::unsafe_(
        format!("write the name: `{}`", crate::text::printable(&name)),
        word.span(),
        name,
    ))
}
