//! Text that begins with `-`, and is therefore read as an option.

use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::Span;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};

pub(super) const META: RuleMeta = RuleMeta {
    name: "text-taken-as-option",
    code: "IPX206",
    summary: "text that begins with `-` is read as an option",
    level: Level::Error,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::UnknownOption { name } = &misuse.error.kind else { continue };
        let Some(word) = misuse.word().filter(|_| is_decoration(name)) else { continue };
        let message =
            format!("{} begins with `-`, so `{}` reads it as an option", quote(word.text()), misuse.name());
        let label =
            format!("not an option of `{}`: {}", misuse.name(), cx.failure_of(misuse.command, misuse.name()));
        let before = Span::empty(word.span().start());
        out.push(Diagnostic::new(RuleId::TextTakenAsOption, word.span(), message, label).fix(Fix::unsafe_(
            "write `-- ` before it: nothing after that is an option",
            before,
            "-- ",
        )));
    }
}

/// Whether a supposed option is certainly not meant as one: `-`, `----`, `-=`, `-->`.
pub(in crate::rules) fn is_decoration(option: &[u8]) -> bool {
    let name = option.strip_prefix(b"--").or_else(|| option.strip_prefix(b"-")).unwrap_or(option);
    !name.first().is_some_and(u8::is_ascii_alphanumeric)
}
