//! Escapes of other languages around an expansion: `\\${x}`, `$${x}`, and the superfluous brace of `${x}}`.

use ipxe_catalog::Role;
use ipxe_syntax::{Segment, Span, Word};

use crate::{Diagnostic, Fix, Level, RuleId, text::quote};

/// The first one in a word that is not printed.
pub(super) fn escaped(word: Word<'_, '_>, role: Option<Role>) -> Option<Diagnostic> {
    let role = role.filter(|role| *role != Role::Text)?;
    let segments: Vec<Segment<'_, '_>> = word.segments().collect();
    let literal = |at: Option<usize>| match at.and_then(|at| segments.get(at)) {
        Some(Segment::Literal { text, span }) => Some((*text, *span)),
        _ => None,
    };
    let opens = word.segments().any(|segment| match segment {
        Segment::Literal { text, .. } => text.contains(&b'{'),
        _ => false,
    });
    let mut found = segments.iter().enumerate().filter_map(|(at, segment)| {
        let Segment::Expansion(expansion) = segment else { return None };
        let inside = expansion.inside();
        if inside.text().is_empty() || inside.text().starts_with(b"{") {
            return None;
        }
        let before = literal(at.checked_sub(1)).and_then(|(text, span)| mark_before(text, span));
        before
            .or_else(|| literal(Some(at + 1)).filter(|_| !opens).and_then(stray_brace))
            .map(|(mark, place)| report(mark, place, expansion.text()))
    });
    let finding = found.next()?;
    Some(if role.is_uri() { finding.at_level(Level::Error) } else { finding })
}

/// `\\` or `$` as an escape of the `${` after it. After a name, a backslash separates path components.
fn mark_before(text: &[u8], span: Span) -> Option<(&'static str, Span)> {
    let (last, rest) = text.split_last()?;
    let mark = match last {
        b'$' => "$",
        b'\\' if rest.last().is_none_or(|before| b"/=:@".contains(before)) => "\\",
        _ => return None,
    };
    Some((mark, Span::new(span.end() - 1, span.end())))
}

/// A `}` directly after it.
fn stray_brace((text, span): (&[u8], Span)) -> Option<(&'static str, Span)> {
    text.starts_with(b"}").then(|| ("}", Span::new(span.start(), span.start() + 1)))
}

fn report(mark: &'static str, place: Span, expansion: &[u8]) -> Diagnostic {
    let message = match mark {
        "}" => format!("there is one `}}` too many after {}", quote(expansion)),
        mark => format!("the `{mark}` before {} is not an escape", quote(expansion)),
    };
    let label = "iPXE leaves this in the text";
    let title = if mark == "}" {
        "remove it"
    } else {
        "remove it: iPXE has no escapes, and expands the setting anyway"
    };
    Diagnostic::new(RuleId::ForeignExpansion, place, message, label).fix(Fix::unsafe_(title, place, ""))
}
