//! Names where values are looked at.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Segment, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "bare-setting-name",
    code: "IPX306",
    summary: "`isset` or `iseq` is given a setting's name in place of its value",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in
        cx.invocations_of(Implementation::Isset).filter(|(command, _)| !cx.is_template(*command))
    {
        let Some(word) = positional_words(command, invocation).next() else { continue };
        if let Some(name) = word.as_literal() {
            out.push(isset(word, name));
        } else {
            out.extend(never_empty(word));
        }
    }
    for (command, invocation) in
        cx.invocations_of(Implementation::Iseq).filter(|(command, _)| !cx.is_template(*command))
    {
        let words: Vec<_> = positional_words(command, invocation).collect();
        if let [left, right] = words.as_slice() {
            out.extend(iseq(cx, *left, *right));
        }
    }
}

fn isset(word: Word<'_, '_>, name: &[u8]) -> Diagnostic {
    let message = format!("`isset` is given the text {}, not the value of a setting", quote(name));
    let finding = Diagnostic::new(RuleId::BareSettingName, word.span(), message, "this is always true");
    if is_name(name) {
        finding.fix(expand(word, name))
    } else {
        finding.help("write the setting as `${name}`")
    }
}

/// Text around a setting, which is there whether or not the setting is: `isset host-${hostname}`.
fn never_empty(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.segments().find_map(|segment| match segment {
        Segment::Literal { text, .. } => Some(text),
        _ => None,
    })?;
    if text.iter().any(|byte| b"\"'`".contains(byte)) || !word.has_expansion() {
        return None;
    }
    let message = format!("`isset` is given {}, which is never empty", quote(word.text()));
    let label = format!("this is always true, for {} is there in any case", quote(text));
    let finding = Diagnostic::new(RuleId::BareSettingName, word.span(), message, label);
    Some(finding.help("ask about the setting alone: `isset ${name}`"))
}

fn iseq(cx: &Context<'_, '_>, left: Word<'_, '_>, right: Word<'_, '_>) -> Option<Diagnostic> {
    let (one, other) = (left.as_literal()?, right.as_literal()?);
    if [one, other].into_iter().any(|text| is_foreign(text) || text.is_empty()) {
        return None;
    }
    let is_set = |name: &[u8]| is_name(name) && cx.is_setting(name);
    // A name on the right, as in `iseq x86_64 arch`, is rare; a value that is also a setting's name is not.
    let (word, name) = if is_set(one) {
        (left, one)
    } else if is_set(other) {
        (right, other)
    } else {
        return None;
    };
    let outcome = if one == other { "always true" } else { "always false" };
    let message = format!("`iseq` compares the texts {} and {}", quote(one), quote(other));
    let label = format!("this is the name itself, so the comparison is {outcome}");
    Some(Diagnostic::new(RuleId::BareSettingName, word.span(), message, label).fix(expand(word, name)))
}

fn expand(word: Word<'_, '_>, name: &[u8]) -> Fix {
    let replacement = format!("${{{}}}", String::from_utf8_lossy(name));
    Fix::unsafe_(format!("to look at the setting's value, write `{replacement}`"), word.span(), replacement)
}

/// Whether the text can be the name of a setting.
fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(byte))
}

/// Whether the text is a broken or foreign expansion: other rules tell of those.
fn is_foreign(text: &[u8]) -> bool {
    memchr::memchr3(b'$', b'{', b'%', text).is_some()
}
