//! Sums that are not computed: `set n ${n} + 1`.

use ipxe_catalog::Implementation;
use ipxe_language::{integer::parse_integer, setting_name::untyped, text::Text};
use ipxe_model::commands::positional_words;
use ipxe_syntax::{Segment, Word};

use crate::{Diagnostic, RuleId, context::Context, sink::Sink, text::quote};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (command, invocation) in cx.invocations_of(Implementation::Set) {
        let Some(name) = invocation.positional(0).and_then(Text::as_known).map(untyped) else { continue };
        let mut words = positional_words(command, invocation).skip(1);
        let Some(first) = words.next() else { continue };
        let rest: Vec<&[u8]> = words.map(Word::text).collect();
        if !is_sum(first, &rest, name) {
            continue;
        }
        let last = command.arguments().last().map(Word::span).unwrap_or_default();
        let span = first.span().cover(last);
        let message = format!("`set` does not add: {} stays text", quote(cx.script.slice(span)));
        let label = "this stores the old text followed by the sign and the number";
        let finding = Diagnostic::new(RuleId::IncrementOfText, span, message, label);
        let name = crate::text::printable(&String::from_utf8_lossy(name));
        out.push(
            finding.help(format!("start with a number, `set {name}:int32 0`, and add with `inc {name}`")),
        );
    }
}

/// Whether a value is the setting's own value with a number that is added or subtracted.
fn is_sum(first: Word<'_, '_>, rest: &[&[u8]], name: &[u8]) -> bool {
    let mut segments = first.segments();
    let is_own = matches!(segments.next(), Some(Segment::Expansion(expansion))
        if expansion.inside().as_literal().map(untyped) == Some(name));
    let is_number = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit) && parse_integer(text).is_ok();
    let is_sign = |text: &[u8]| matches!(text, b"+" | b"-");
    let glued = match segments.next() {
        None => None,
        Some(Segment::Literal { text, .. }) if segments.next().is_none() => Some(text),
        Some(_) => return false,
    };
    is_own
        && match (glued, rest) {
            (None, [sign, number]) => is_sign(sign) && is_number(number),
            // `${list}-1` is more likely a name.
            (Some([b'+', number @ ..]), []) => is_number(number),
            (Some(sign), [number]) => is_sign(sign) && is_number(number),
            _ => false,
        }
}
