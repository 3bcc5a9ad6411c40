//! Values that a setting's type cannot store.

mod chosen;

use ipxe_catalog::{Implementation, SettingType};
use ipxe_language::{
    integer::parse_integer,
    setting_name::SettingName,
    text::Text,
    value::{ParseError, expectation, format_value, is_signed, parse_value, width},
};
use ipxe_syntax::{Command, Span};

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::placeholder::is_placeholder;
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unstorable-value",
    code: "IPX322",
    summary: "`set` gets a value that the setting's type does not accept",
    level: Level::Error,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    chosen::check(cx, out);
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known) else { continue };
        let Some(setting_type) = stored_type(cx, name) else { continue };
        if setting_type == SettingType::String {
            continue;
        }
        let words: Vec<_> = positional_words(command, invocation).skip(1).collect();
        let value = cx.constants().join(words.iter().copied(), cx);
        let Some(text) = value.as_known().filter(|text| !text.is_empty() && !is_placeholder(text)) else {
            continue;
        };
        let place = words
            .first()
            .zip(words.last())
            .map(|(first, last)| Span::new(first.span().start(), last.span().end()));
        let place = place.unwrap_or_else(|| command.span());
        match parse_value(setting_type, text) {
            Err(error) => {
                out.push(describe(cx, command, place, &Refused { name, text, setting_type, error }));
            }
            Ok(raw) => out.extend(cut(place, text, setting_type, &raw)),
        }
    }
}

/// A number that does not fit: iPXE stores only its last bits, and `set` succeeds.
fn cut(place: Span, text: &[u8], setting_type: SettingType, raw: &[u8]) -> Option<Diagnostic> {
    let bits = width(setting_type)? * 8;
    let number = i64::from(parse_integer(text).ok()?.cast_signed());
    // A number that is meant as a bit pattern: `0xff`, and -1 for the largest one.
    let is_pattern = text.starts_with(b"0x") && number >> bits == 0;
    let last = 1 << if is_signed(setting_type) { bits - 1 } else { bits };
    if bits == 32 || is_pattern || (-(1 << (bits - 1))..last).contains(&number) {
        return None;
    }
    let kept = format_value(setting_type, raw).ok()?;
    let name = setting_type.name();
    let message = format!("{} does not fit into `{name}`: it becomes {}", quote(text), quote(&kept));
    let label = format!("`{name}` has only {bits} bits");
    let finding = Diagnostic::new(RuleId::UnstorableValue, place, message, label).at_level(Level::Warning);
    Some(finding.help("use a type with more bits, such as `int32`"))
}

/// The type with which a value is stored. None if the name contains a type that does not exist, which fails in another
/// way.
fn stored_type(cx: &Context<'_, '_>, name: &[u8]) -> Option<SettingType> {
    match SettingName::parse(name).setting_type {
        Some(requested) => Some(cx.catalog.setting_type(requested)?.setting_type),
        None => Some(cx.known().default_type(name)),
    }
}

/// A value that is not stored.
struct Refused<'a> {
    name: &'a [u8],
    text: &'a [u8],
    setting_type: SettingType,
    error: ParseError,
}

fn describe(
    cx: &Context<'_, '_>,
    command: Command<'_, '_>,
    place: Span,
    refused: &Refused<'_>,
) -> Diagnostic {
    let (name, value) = (quote(refused.name), quote(refused.text));
    let (message, help) = match refused.error {
        ParseError::NotStorable(setting_type) => (
            format!("no value can be stored as `{}`", setting_type.name()),
            "store it with another type, and read it with this one".to_owned(),
        ),
        _ => (
            format!("{value} is not {}, the form that {name} needs", expectation(refused.setting_type)),
            help(refused),
        ),
    };
    let label = cx.failure_of(command, "set");
    Diagnostic::new(RuleId::UnstorableValue, place, message, label).help(help)
}

/// A name without a type may have been meant as the script's own.
fn help(refused: &Refused<'_>) -> String {
    let (name, text) = (refused.name, refused.text);
    let as_text = quote(&[untyped(name), b":string"].concat());
    let is_address = refused.setting_type == SettingType::Ipv4;
    let is_netmask = SettingName::parse(name).name == b"netmask";
    if is_address && is_netmask {
        return "write the mask as an address, such as `255.255.255.0`".into();
    }
    if is_address && memchr::memchr(b'/', text).is_some() {
        return "remove the prefix length: set only the address, and set `netmask`, for example to `255.255.255.0`".into();
    }
    if is_address && memchr::memchr2(b' ', b',', text).is_some() {
        return "write one address: the setting holds only one".into();
    }
    if is_address && text.iter().any(u8::is_ascii_alphabetic) && !SettingName::parse(name).scope.is_empty() {
        return "write the address: iPXE resolves names only when it connects to a host".into();
    }
    if SettingName::parse(name).setting_type.is_some() {
        format!("write a value of that form, or store it as text: {as_text}")
    } else {
        format!("write one value of that form; for the script's own value, use another name, or {as_text}")
    }
}
