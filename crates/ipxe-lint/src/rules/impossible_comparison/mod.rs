//! Comparisons of a setting with text that it never contains.

use std::cell::OnceCell;

use foldhash::HashMap;
use ipxe_catalog::{Arch, Implementation, Platform, SettingType, world::AliasOf};
use ipxe_language::{
    integer::parse_integer,
    setting_name::SettingName,
    value::{ParseError, format_value, parse_value},
};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::comparison::Comparison;

pub(super) const META: RuleMeta = RuleMeta {
    name: "impossible-comparison",
    code: "IPX320",
    summary: "a setting is compared with text that it never holds",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The reason why two texts are never equal.
struct Impossible {
    /// The contents of the setting, for a sentence that begins with its name.
    holds: String,
    /// The probable intention.
    meant: Option<String>,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let numbers = OnceCell::new();
    for (command, _) in cx.invocations_of(Implementation::Iseq) {
        let Some(comparison) = Comparison::of(cx, command) else { continue };
        let Some(impossible) = impossible(cx, &comparison, &numbers) else { continue };
        out.push(describe(&comparison, impossible));
    }
}

fn describe(comparison: &Comparison<'_, '_>, impossible: Impossible) -> Diagnostic {
    let expansion = quote(comparison.expansion.text());
    let message = format!("{expansion} is never {}", quote(comparison.text));
    let finding = Diagnostic::new(
        RuleId::ImpossibleComparison,
        comparison.literal.span(),
        message,
        "this test always fails",
    )
    .and_label(comparison.expansion.span(), impossible.holds);
    match impossible.meant {
        Some(meant) => {
            let title = format!("compare with {}", quote(meant.as_bytes()));
            finding.fix(Fix::unsafe_(title, comparison.literal.span(), meant))
        }
        None => finding.help("compare with text of that form, or remove the test"),
    }
}

/// The settings that the script sets to numbers of one type, and to nothing else.
type Numbers<'a> = HashMap<&'a [u8], SettingType>;

fn numbers<'a>(cx: &'a Context<'_, '_>) -> Numbers<'a> {
    let mut types: HashMap<&[u8], Option<SettingType>> = HashMap::default();
    for write in cx.written().writes() {
        let Some(written) = write.name.as_known() else { return Numbers::default() };
        let name = untyped(written);
        let is_number = |setting_type: &SettingType| {
            use SettingType::{Int8, Int16, Int32, Uint8, Uint16, Uint32};
            matches!(setting_type, Int8 | Int16 | Int32 | Uint8 | Uint16 | Uint32)
        };
        let own = SettingName::parse(written).setting_type.and_then(|name| cx.catalog.setting_type(name));
        let own = own.map(|spec| spec.setting_type).filter(is_number);
        match write.implementation {
            // It keeps its type.
            Implementation::Inc => {}
            Implementation::Set => {
                types.entry(name).and_modify(|known| *known = known.filter(|_| *known == own)).or_insert(own);
            }
            _ => _ = types.insert(name, None),
        }
    }
    types.into_iter().filter_map(|(name, own)| Some((name, own?))).collect()
}

fn impossible<'c>(
    cx: &'c Context<'_, '_>,
    comparison: &Comparison<'_, '_>,
    numbers: &OnceCell<Numbers<'c>>,
) -> Option<Impossible> {
    // Quotes and similar marks are separate mistakes.
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`');
    if comparison.text.is_empty() || !comparison.text.iter().all(is_plain) {
        return None;
    }
    match comparison.setting.setting_type {
        Some(name) => not_of_type(comparison.text, cx.catalog.setting_type(name)?.setting_type),
        None => not_of_setting(cx, comparison, numbers),
    }
}

/// Without a type, a setting has the form with which it was stored: this is only known if nothing but iPXE and the
/// network sets it, or if the script only sets it to numbers of one type.
fn not_of_setting<'c>(
    cx: &'c Context<'_, '_>,
    comparison: &Comparison<'_, '_>,
    numbers: &OnceCell<Numbers<'c>>,
) -> Option<Impossible> {
    let name = untyped(comparison.expansion.inside().as_literal()?);
    if cx.written().names().has(name) {
        let own = numbers.get_or_init(|| self::numbers(cx)).get(name).copied();
        return own
            .filter(|_| parse_integer(comparison.text).is_ok())
            .and_then(|own| not_of_type(comparison.text, own));
    }
    if comparison.is_builtin(b"buildarch") {
        return not_among(comparison.text, Arch::ALL.iter().copied().map(Arch::name), AliasOf::Architecture);
    }
    if comparison.is_builtin(b"platform") {
        return not_among(
            comparison.text,
            Platform::ALL.iter().copied().map(Platform::name),
            AliasOf::Platform,
        );
    }
    not_of_type(comparison.text, cx.known().setting_type(name))
}

fn not_among(
    text: &[u8],
    values: impl Iterator<Item = &'static str> + Clone,
    others: AliasOf,
) -> Option<Impossible> {
    if values.clone().any(|value| value.as_bytes() == text) {
        return None;
    }
    let text = String::from_utf8_lossy(text);
    let known = values.clone().find(|value| value.eq_ignore_ascii_case(&text));
    let translated = others.own_name(text.as_bytes());
    let values: Vec<_> = values.collect();
    Some(Impossible {
        holds: format!("one of {}", values.join(", ")),
        meant: known.or(translated).map(str::to_owned),
    })
}

fn not_of_type(text: &[u8], setting_type: SettingType) -> Option<Impossible> {
    let shown = match canonical(text, setting_type) {
        Canonical::Anything => return None,
        Canonical::Text(shown) if shown == text => return None,
        Canonical::Text(shown) => String::from_utf8(shown).ok(),
        Canonical::None => None,
    };
    Some(Impossible { holds: format!("shown as {}", form(setting_type)), meant: shown })
}

/// The text that iPXE shows for the value of a text.
enum Canonical {
    /// It may show any text.
    Anything,
    Text(Vec<u8>),
    /// The text is invalid for the type.
    None,
}

fn canonical(text: &[u8], setting_type: SettingType) -> Canonical {
    use SettingType::{Int8, Int16, Int32, String, Uint8, Uint16, Uint32};
    match setting_type {
        String => Canonical::Anything,
        // Of any length: the shown value is not cut to the stored width.
        Int8 | Int16 | Int32 | Uint8 | Uint16 | Uint32 if is_shown_number(text, setting_type) => {
            Canonical::Text(text.to_vec())
        }
        Int8 | Int16 | Int32 => match parse_integer(text) {
            Ok(value) => Canonical::Text(value.cast_signed().to_string().into_bytes()),
            Err(_) => Canonical::None,
        },
        Uint8 | Uint16 | Uint32 => match parse_integer(text) {
            Ok(value) => Canonical::Text(format!("{value:#x}").into_bytes()),
            Err(_) => Canonical::None,
        },
        _ => match parse_value(setting_type, text) {
            Ok(raw) => format_value(setting_type, &raw)
                .map_or(Canonical::None, |shown| Canonical::Text(shown.into_owned())),
            Err(ParseError::NotStorable(_)) => Canonical::Anything,
            Err(_) => Canonical::None,
        },
    }
}

/// Whether a text is a number in the form that iPXE shows: decimal with a sign, or `0x` and hexadecimal digits without
/// leading zeros.
fn is_shown_number(text: &[u8], setting_type: SettingType) -> bool {
    let is_signed = matches!(setting_type, SettingType::Int8 | SettingType::Int16 | SettingType::Int32);
    let digits = if is_signed {
        text.strip_prefix(b"-").unwrap_or(text)
    } else {
        text.strip_prefix(b"0x").unwrap_or_default()
    };
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (!is_signed && matches!(byte, b'a'..=b'f'));
    !digits.is_empty() && digits.iter().all(is_digit) && (digits == b"0" || !digits.starts_with(b"0"))
}

/// The form in which a type shows values.
fn form(setting_type: SettingType) -> &'static str {
    use SettingType::{
        Base64, Busdevfn, Guid, Hex, Hexhyp, Hexraw, Int8, Int16, Int32, Ipv4, Ipv6, Uint8, Uint16, Uint32,
        Uristring, Uuid,
    };
    match setting_type {
        Int8 | Int16 | Int32 => "a decimal number, such as `10`",
        Uint8 | Uint16 | Uint32 => "a hexadecimal number, such as `0xa`",
        Ipv4 => "an IPv4 address, such as `192.0.2.1`",
        Ipv6 => "an IPv6 address, such as `2001:db8::1`",
        Hex => "hexadecimal digits with colons, in lower case, such as `52:54:00:ab:cd:ef`",
        Hexhyp => "hexadecimal digits with hyphens, in lower case, such as `52-54-00-ab-cd-ef`",
        Hexraw => "hexadecimal digits, in lower case, such as `525400abcdef`",
        Uuid | Guid => "a UUID in lower case",
        Base64 => "base64",
        Uristring => "text with `%XX` for special characters",
        Busdevfn => "a bus address, such as `0000:01:00.0`",
        _ => "a value of its type",
    }
}
