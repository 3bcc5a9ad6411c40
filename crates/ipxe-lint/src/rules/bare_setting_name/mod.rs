//! Names in place of values.

use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::untyped, text::Text};
use ipxe_syntax::{Command, Segment, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "bare-setting-name",
    code: "IPX306",
    summary: "`isset` or `iseq` gets a setting's name instead of its value",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Isset) {
        let Some(word) = positional_words(command, invocation).next() else { continue };
        if let Some(name) = word.as_literal() {
            out.push(isset(word, name));
        } else {
            out.extend(never_empty(word));
        }
    }
    for (command, invocation) in cx.invocations_of(Implementation::Iseq) {
        let words: Vec<_> = positional_words(command, invocation).collect();
        if let [left, right] = words.as_slice() {
            out.extend(iseq(cx, *left, *right).or_else(|| against_value(cx, command, *left, *right)));
        }
    }
}

fn isset(word: Word<'_, '_>, name: &[u8]) -> Diagnostic {
    let message = format!("`isset` tests the text {}, not the value of a setting", quote(name));
    let finding = Diagnostic::new(RuleId::BareSettingName, word.span(), message, "this is always true");
    if is_name(name) {
        finding.fix(expand(word, name))
    } else {
        finding.help("write the setting as `${name}`")
    }
}

/// Text around a setting, which is not empty even without the setting: `isset host-${hostname}`.
fn never_empty(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.segments().find_map(|segment| match segment {
        Segment::Literal { text, .. } => Some(text),
        _ => None,
    })?;
    if text.iter().any(|byte| b"\"'`".contains(byte)) || !word.has_expansion() {
        return None;
    }
    let message = format!("`isset` tests {}, which is never empty", quote(word.text()));
    let label = format!("this is always true, because of the text {}", quote(text));
    let finding = Diagnostic::new(RuleId::BareSettingName, word.span(), message, label);
    Some(finding.help("test only the setting: `isset ${name}`"))
}

fn iseq(cx: &Context<'_, '_>, left: Word<'_, '_>, right: Word<'_, '_>) -> Option<Diagnostic> {
    let (one, other) = (left.as_literal()?, right.as_literal()?);
    if [one, other].into_iter().any(|text| is_foreign(text) || text.is_empty()) {
        return None;
    }
    let is_set = |name: &[u8]| is_name(name) && cx.is_setting(name);
    // A name on the right, as in `iseq x86_64 arch`, is rare; a value that is also the name of a setting is not.
    let (word, name) = if is_set(one) {
        (left, one)
    } else if is_set(other) {
        (right, other)
    } else {
        return None;
    };
    let outcome = if one == other { "always true" } else { "always false" };
    let message = format!("`iseq` compares the texts {} and {}", quote(one), quote(other));
    let label = format!("this is the name, not the value, so the comparison is {outcome}");
    Some(Diagnostic::new(RuleId::BareSettingName, word.span(), message, label).fix(expand(word, name)))
}

/// A name that is compared with the value of a setting: the script sets a setting of this name, and never sets the
/// other one to this text.
fn against_value<'a, 's>(
    cx: &Context<'a, 's>,
    command: Command<'a, 's>,
    left: Word<'a, 's>,
    right: Word<'a, 's>,
) -> Option<Diagnostic> {
    let name = left.as_literal().filter(|name| is_name(name))?;
    let mut writes = cx.written().writes().iter();
    if right.as_literal().is_some() || !writes.any(|write| write.name.as_known().map(untyped) == Some(name)) {
        return None;
    }
    let texts = cx.analysis().before(command.id())?.texts(right.text());
    let is_false = !texts.is_empty() && texts.iter().all(Text::is_known);
    if texts.iter().any(|text| text.as_known() == Some(name)) || !is_false && is_value(cx, name) {
        return None;
    }
    let message = format!("`iseq` compares the text {} with {}", quote(name), quote(right.text()));
    let (level, label) = if is_false {
        (Level::Error, "this is the name, not the value, so the comparison is always false")
    } else {
        (Level::Warning, "this is the name of the setting, not its value")
    };
    let finding = Diagnostic::new(RuleId::BareSettingName, left.span(), message, label);
    Some(finding.at_level(level).fix(expand(left, name)))
}

/// Whether the text is a value anywhere in the script: the name of a menu entry, or the value of a setting.
fn is_value(cx: &Context<'_, '_>, text: &[u8]) -> bool {
    let is_it = |word: Word<'_, '_>| word.text() == text;
    cx.menus().menus().iter().flat_map(|menu| &menu.items).any(|item| is_it(item.word))
        || cx.invocations_of(Implementation::Set).any(|(command, _)| command.arguments().skip(1).any(is_it))
}

fn expand(word: Word<'_, '_>, name: &[u8]) -> Fix {
    let replacement = format!("${{{}}}", String::from_utf8_lossy(name));
    Fix::unsafe_(format!("to compare the setting's value, write `{replacement}`"), word.span(), replacement)
}

/// Whether the text can be the name of a setting.
fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(byte))
}

/// Whether the text is a broken or foreign expansion, which other rules report.
fn is_foreign(text: &[u8]) -> bool {
    memchr::memchr3(b'$', b'{', b'%', text).is_some()
}
