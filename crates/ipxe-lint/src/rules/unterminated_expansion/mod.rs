//! `${` without `}`.

use crate::facts::broken_expansion::level_of;
use ipxe_syntax::{Segment, Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::broken_expansion::{DeadOpening, broken_expansions};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unterminated-expansion",
    code: "IPX303",
    summary: "`${` is not closed by a `}` in the same word",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for (opening, is_shown) in broken_expansions(cx).iter().filter(|(opening, _)| opening.closing.is_none()) {
        out.push(report(cx, opening).at_level(level_of(*is_shown)));
    }
}

fn report(cx: &Context<'_, '_>, opening: &DeadOpening<'_, '_>) -> Diagnostic {
    let (name, end) = name_after(opening.word, opening.span);
    let span = opening.span.cover(Span::empty(end));
    let message = format!("{} is not closed in this word", quote(&[b"${", name].concat()));
    let finding = Diagnostic::new(
        RuleId::UnterminatedExpansion,
        span,
        message,
        "iPXE reads this as plain text, and does not expand it",
    );
    match known_beginning(cx, name) {
        Some(length) => {
            let shown = String::from_utf8_lossy(name.get(..length).unwrap_or(name)).into_owned();
            let at = Span::empty(end - u32::try_from(name.len() - length).unwrap_or_default());
            finding.fix(Fix::unsafe_(format!("close the brace: `${{{shown}}}`"), at, "}"))
        }
        None => finding.help("close it with `}`"),
    }
}

/// The literal text between an unterminated `${` and the next expansion or the word's end, and the end of that text.
fn name_after<'a>(word: Word<'a, '_>, opening: Span) -> (&'a [u8], u32) {
    let mut segments =
        word.segments().skip_while(|segment| !matches!(segment, Segment::Unterminated(at) if *at == opening));
    segments.next();
    match segments.next() {
        Some(Segment::Literal { text, span }) => (text, span.end()),
        _ => (b"", opening.end()),
    }
}

/// The length of the text that is the name of an existing setting: all of it, or the part before a byte that is rare in
/// names.
fn known_beginning(cx: &Context<'_, '_>, text: &[u8]) -> Option<usize> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let short = text.iter().position(|byte| !plain(byte)).unwrap_or(text.len());
    let scoped = text
        .iter()
        .position(|byte| !plain(byte) && !matches!(byte, b'/' | b':' | b'.'))
        .unwrap_or(text.len());
    [scoped, short]
        .into_iter()
        .find(|length| text.get(..*length).is_some_and(|name| !name.is_empty() && cx.is_setting(name)))
}
