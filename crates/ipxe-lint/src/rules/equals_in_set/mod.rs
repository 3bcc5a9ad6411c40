//! `set` with the syntax of other languages.

use ipxe_catalog::Implementation;
use ipxe_syntax::{Segment, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::positional_words;

pub(super) const META: RuleMeta = RuleMeta {
    name: "equals-in-set",
    code: "IPX307",
    summary: "`set` has an equals sign between name and value",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let words: Vec<_> = positional_words(command, invocation).collect();
        match words.as_slice() {
            [name, values @ ..] if equals_in(*name).is_some() => out.push(glued(*name, values)),
            // `set eq =` is intended.
            [name, equals, value, ..] if equals.as_literal() == Some(b"=") => {
                out.push(apart(*name, *equals, *value));
            }
            _ => {}
        }
    }
}

/// The position of the first equals sign in a name, unless it is in an expansion, or in a URI.
fn equals_in(name: Word<'_, '_>) -> Option<Span> {
    for segment in name.segments() {
        let Segment::Literal { text, span } = segment else { continue };
        if let Some(at) = memchr::memchr3(b'=', b'?', b'&', text) {
            let start = span.start() + u32::try_from(at).ok()?;
            return (text.get(at) == Some(&b'=')).then(|| Span::new(start, start + 1));
        }
    }
    None
}

/// `set a=b`
fn glued(name: Word<'_, '_>, values: &[Word<'_, '_>]) -> Diagnostic {
    let equals = equals_in(name).unwrap_or_default();
    let ends_word = equals.end() == name.span().end();
    let message = format!("`set` uses all of {} as the setting's name", quote(name.text()));
    let label = if values.is_empty() {
        "this clears a setting of that name, and sets nothing"
    } else {
        "this sets a setting of that name"
    };
    let replacement = if ends_word { "" } else { " " };
    let fix = Fix::unsafe_("put a space between name and value", equals, replacement);
    // As it is, it has no effect.
    let is_idle = values.is_empty() && !ends_word && equals.start() > name.span().start();
    Diagnostic::new(RuleId::EqualsInSet, name.span(), message, label).fix(fix.safe_if(is_idle))
}

/// `set a = b`
fn apart(name: Word<'_, '_>, equals: Word<'_, '_>, value: Word<'_, '_>) -> Diagnostic {
    let message = format!("the value of {} begins with an equals sign", quote(name.text()));
    let label = "`set` takes no equals sign: it becomes part of the value";
    let fix =
        Fix::unsafe_("remove the equals sign", Span::new(equals.span().start(), value.span().start()), "");
    Diagnostic::new(RuleId::EqualsInSet, equals.span(), message, label).fix(fix)
}
