//! White space between `${` and `}`.

use crate::facts::broken_expansion::level_of;
use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::broken_expansion::broken_expansions;

pub(super) const META: RuleMeta = RuleMeta {
    name: "blank-in-expansion",
    code: "IPX304",
    summary: "there is white space between `${` and `}`",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (opening, is_shown) in broken_expansions(cx) {
        let Some(closing) = opening.closing else { continue };
        out.push(report(cx, opening.span.cover(closing)).at_level(level_of(is_shown)));
    }
}

fn report(cx: &Context<'_, '_>, span: Span) -> Diagnostic {
    let text = cx.script.slice(span);
    let message = format!("{} has white space between its braces", quote(text));
    let label = "iPXE splits words at white space first, so none of them is expanded";
    let finding = Diagnostic::new(RuleId::BlankInExpansion, span, message, label);
    let inside = text.get(2..text.len().saturating_sub(1)).unwrap_or_default();
    match meant(cx, inside) {
        Some(name) => {
            let replacement = format!("${{{name}}}");
            finding.fix(Fix::unsafe_(format!("did you mean `{replacement}`?"), span, replacement))
        }
        None => finding.help("write one setting's name between the braces, without spaces"),
    }
}

/// The intended setting: the only word, or the joined words.
fn meant(cx: &Context<'_, '_>, inside: &[u8]) -> Option<String> {
    // A continuation inside the braces also makes two words, but is not fixed here.
    if inside.contains(&b'\n') {
        return None;
    }
    let words: Vec<&[u8]> =
        inside.split(|byte| b" \t\x0b\x0c\r".contains(byte)).filter(|word| !word.is_empty()).collect();
    let joined = [&b""[..], b"-", b"_"].map(|between| words.join(between));
    let name = match words.as_slice() {
        [only] if is_name(only) => Some(only.to_vec()),
        _ => joined.into_iter().find(|name| is_name(name) && cx.is_setting(name)),
    };
    name.and_then(|name| String::from_utf8(name).ok())
}

fn is_name(name: &[u8]) -> bool {
    name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(byte))
}
