//! Commands that get more arguments than they accept.

use ipxe_catalog::MAX_ARGUMENTS;
use ipxe_language::options::ArgumentErrorKind;
use ipxe_syntax::{Span, Word};

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};
use ipxe_model::commands::misuse::Misuse;

pub(super) const META: RuleMeta = RuleMeta {
    name: "too-many-arguments",
    code: "IPX208",
    summary: "a command gets more arguments than it takes",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for misuse in cx.misuses() {
        let ArgumentErrorKind::TooMany { given, max } = misuse.error.kind else { continue };
        let Some(first) = misuse.word() else { continue };
        let span = Span::new(first.span().start(), misuse.command.span().end());
        let takes = match max {
            0 => "takes no arguments".to_owned(),
            1 => "takes one argument".to_owned(),
            _ if max == usize::from(MAX_ARGUMENTS) => format!("is limited to {max} arguments"),
            _ => format!("takes {max} arguments"),
        };
        let message = format!("`{}` {takes}, and gets {given}", misuse.name());
        let label = format!("too many: {}", cx.failure_of(misuse.command, misuse.name()));
        out.push(explain(Diagnostic::new(RuleId::TooManyArguments, span, message, label), &misuse, first));
    }
}

/// Adds the probable intention of the first superfluous word.
fn explain(finding: Diagnostic, misuse: &Misuse<'_, '_>, first: Word<'_, '_>) -> Diagnostic {
    let text = first.text();
    if let Some(rest) = text.strip_prefix(b"//") {
        let marker = first.span_at(0..text.len() - rest.len());
        return finding.fix(Fix::unsafe_("comments start with `#`", marker, "#"));
    }
    if matches!(text, b"|" | b"&" | b"and" | b"or" | b"AND" | b"OR") {
        return finding
            .help("commands are separated by `&&` (on success), `||` (on failure) or `;` (always)");
    }
    if misuse.command.arguments().any(|word| has_open_quote(word.text())) {
        return finding.help(
            "iPXE has no quoting: to pass text with spaces as one argument, put it into a setting, `${NAME}`",
        );
    }
    let compares = |word: Word<'_, '_>| matches!(word.text(), b"=" | b"==" | b"!=" | b"-eq" | b"eq" | b"is");
    if misuse.command.arguments().any(compares) {
        return finding.help("iPXE has no comparison operators: write `iseq A B`");
    }
    finding
}

/// Whether a quote is opened in the word and not closed, or the other way round.
fn has_open_quote(text: &[u8]) -> bool {
    let is_odd = |quote: u8| memchr::memchr_iter(quote, text).count() % 2 == 1;
    is_odd(b'"') || text.starts_with(b"'") != text.ends_with(b"'")
}
