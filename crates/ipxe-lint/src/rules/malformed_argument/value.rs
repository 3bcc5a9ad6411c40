//! Whether values have the forms that their readers need.

use ipxe_catalog::world::{RequiredForm, ValueForm};
use ipxe_language::text::{Certainty, Text};
use ipxe_syntax::{Segment, Word};

use super::Fault;
use crate::{context::Context, text::quote};
use ipxe_model::commands::{hosts::is_address, uris::scheme_length};
use ipxe_model::settings::misspellings::{is_cut_short, is_misspelling};

/// Whether a value lacks a form. `written`: the word that is the argument, if one is.
pub(super) fn is_wrong<'a, 's>(
    cx: &Context<'a, 's>,
    row: &RequiredForm,
    value: &Text<'_>,
    written: Option<Word<'a, 's>>,
) -> Certainty {
    let head = value.head();
    let Some(rest) = head.strip_prefix(row.prefix.as_bytes()) else {
        let may_begin = !value.is_known() && row.prefix.as_bytes().starts_with(head);
        return if may_begin { Certainty::Maybe } else { Certainty::No };
    };
    if value.is_known() && rest.is_empty() {
        return Certainty::No;
    }
    match row.form {
        ValueForm::Schemes(schemes) => scheme(rest, value, schemes),
        ValueForm::EndsIn(ends) => !ending(value, ends),
        ValueForm::EndsInNone(ends) => ending_of_path(value, ends),
        ValueForm::HasScheme => {
            let is_address = written.is_some_and(|word| begins_with_address_of(cx, word, row));
            match (is_address || begins_with_address(rest), rest.is_empty()) {
                (true, _) => Certainty::Yes,
                (false, true) => Certainty::Maybe,
                (false, false) => Certainty::No,
            }
        }
        ValueForm::Word(words) => misspelt(value, words).map_or(Certainty::No, |_| Certainty::Yes),
        ValueForm::Console(devices) => {
            certainly(value.as_known().is_some_and(|value| console_fault(value, devices).is_some()))
        }
    }
}

/// What is wrong with a value that lacks a form.
pub(super) fn describe(name: &[u8], row: &RequiredForm, value: &Text<'_>) -> Fault {
    let prefix = if row.prefix.ends_with(':') { row.prefix } else { "" };
    let argument = quote(&[name, b"=", prefix.as_bytes()].concat());
    let bytes = value.as_known().unwrap_or(value.head());
    let shown = quote(bytes);
    let mut lacks = None;
    let cause = match row.form {
        ValueForm::Schemes([]) => format!("the value of {argument} is a URI"),
        ValueForm::Schemes(_) => {
            let rest = bytes.get(row.prefix.len()..).unwrap_or_default();
            let end = scheme_length(rest).map_or(0, |length| length.saturating_sub(b"://".len()));
            format!("{argument} does not support the scheme {}", quote(rest.get(..end).unwrap_or_default()))
        }
        ValueForm::EndsIn(["/"]) => {
            lacks = Some("/");
            format!("the value of {argument} does not end in a slash")
        }
        ValueForm::EndsIn(_) => format!("the value of {argument} does not end as it has to"),
        ValueForm::EndsInNone(ends) => {
            let is_it = |end: &&&str| value.tail().ends_with(end.as_bytes());
            let end = ends.iter().filter(is_it).max_by_key(|end| end.len()).copied().unwrap_or_default();
            format!("the value of {argument} ends in `{end}`")
        }
        ValueForm::HasScheme => format!("the value of {argument} has no scheme"),
        ValueForm::Word(words) => {
            let near = misspelt(value, words).unwrap_or_default();
            format!("{shown} is no value of {argument}: `{near}` may be meant")
        }
        ValueForm::Console(devices) => console_fault(bytes, devices).unwrap_or_default(),
    };
    Fault { cause, consequence: row.without, help: row.help, lacks }
}

fn certainly(is_so: bool) -> Certainty {
    if is_so { Certainty::Yes } else { Certainty::No }
}

/// Whether a value has a scheme that is not among these.
fn scheme(rest: &[u8], value: &Text<'_>, schemes: &[&str]) -> Certainty {
    let Some(length) = scheme_length(rest) else {
        return if rest.is_empty() && !value.is_known() { Certainty::Maybe } else { Certainty::No };
    };
    let scheme = rest.get(..length.saturating_sub(b"://".len())).unwrap_or_default();
    certainly(!schemes.iter().any(|known| known.as_bytes() == scheme))
}

/// Whether a value ends in one of these. A query can end in anything.
fn ending(value: &Text<'_>, ends: &[&str]) -> Certainty {
    let tail = value.tail();
    if value.known_bytes().contains(&b'?') || ends.iter().any(|end| tail.ends_with(end.as_bytes())) {
        return Certainty::Yes;
    }
    let is_part = |end: &&str| end.as_bytes().ends_with(tail);
    if !value.is_known() && ends.iter().any(is_part) { Certainty::Maybe } else { Certainty::No }
}

/// The same for the end of a path, where a query ends in nothing that counts.
fn ending_of_path(value: &Text<'_>, ends: &[&str]) -> Certainty {
    if value.known_bytes().contains(&b'?') { Certainty::No } else { ending(value, ends) }
}

/// Whether a text begins with an IPv4 address that a path or a port follows.
fn begins_with_address(text: &[u8]) -> bool {
    let end = text.iter().position(|byte| matches!(byte, b'/' | b':')).unwrap_or(text.len());
    let host = text.get(..end).and_then(|host| std::str::from_utf8(host).ok());
    end < text.len() && host.is_some_and(|host| host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether the first thing after the name and the prefix is a setting that holds an address.
fn begins_with_address_of<'a, 's>(cx: &Context<'a, 's>, word: Word<'a, 's>, row: &RequiredForm) -> bool {
    let mut segments = word.segments();
    let length = row.argument.len() + 1 + row.prefix.len();
    let begins = matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.len() == length);
    let address = matches!(segments.next(), Some(Segment::Expansion(first)) if is_address(cx, first));
    begins
        && address
        && matches!(segments.next(), Some(Segment::Literal { text, .. }) if text.starts_with(b"/"))
}

/// The word of a list that a value was meant to be.
fn misspelt(value: &Text<'_>, words: &[&'static str]) -> Option<&'static str> {
    let parts = value.as_known()?.split(|byte| *byte == b',');
    let is_meant = |part: &[u8], word: &str| {
        let is_short = word.as_bytes().starts_with(part) && part.len() > 2 && part.is_ascii();
        is_short
            || is_misspelling(part, word.as_bytes())
            || is_cut_short(part, word.as_bytes())
            || is_cut_short(word.as_bytes(), part)
            || is_swapped(part, word.as_bytes())
    };
    parts
        .filter(|part| !words.iter().any(|word| word.as_bytes() == *part))
        .find_map(|part| words.iter().find(|word| is_meant(part, word)).copied())
}

/// Whether two letters changed places.
fn is_swapped(text: &[u8], of: &[u8]) -> bool {
    let differ = || text.iter().zip(of).enumerate().filter(|(_, (one, other))| one != other);
    let places: Vec<_> = differ().map(|(at, _)| at).take(3).collect();
    let [first, second] = places[..] else { return false };
    text.len() == of.len()
        && second == first + 1
        && text.get(first) == of.get(second)
        && text.get(second) == of.get(first)
}

/// What is wrong with the name of a console.
fn console_fault(value: &[u8], devices: &[&str]) -> Option<String> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    let end = value.iter().position(|byte| !is_name(byte)).unwrap_or(value.len());
    let (device, rest) = value.split_at_checked(end)?;
    let letters: &[u8] = device.split(u8::is_ascii_digit).next().unwrap_or_default();
    if let [b':' | b';' | b'=', b'0'..=b'9', ..] = rest {
        return Some(format!("no comma follows the device in {}", quote(&[b"console=", value].concat())));
    }
    let is_miscased =
        |known: &&&str| known.as_bytes() != letters && known.as_bytes().eq_ignore_ascii_case(letters);
    let is_known = devices.iter().any(|known| known.as_bytes() == letters);
    let meant = devices.iter().find(is_miscased).filter(|_| !is_known)?;
    let number = device.get(letters.len()..).unwrap_or_default();
    let meant = [meant.as_bytes(), number].concat();
    Some(format!("the console {} is spelt {}", quote(device), quote(&meant)))
}
