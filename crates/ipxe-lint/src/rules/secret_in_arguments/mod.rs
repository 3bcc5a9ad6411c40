//! Passwords in kernel command lines.

use ipxe_catalog::world::{KernelArgument, Meaning};
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::images::command_lines::CommandLine;

pub(super) const META: RuleMeta = RuleMeta {
    name: "secret-in-arguments",
    code: "IPX610",
    summary: "a password or token is on a kernel's command line",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        out.extend(line.words.iter().filter_map(|word| look_at(line, *word)));
    }
}

fn look_at(line: &CommandLine<'_, '_>, word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.as_literal()?;
    let equals = memchr::memchr(b'=', text)?;
    let (name, value) = (text.get(..equals)?, text.get(equals + 1..)?);
    // A URI is the place of the secret, and not the secret.
    if !is_secret(name) || value.is_empty() || memchr::memmem::find(value, b"://").is_some() {
        return None;
    }
    let span = word.span_at(equals + 1..text.len());
    let message = format!("the value of {} is written in the script", quote(name));
    let label = "anyone who can download the script can read it, and so can every user of the machine";
    let finding = Diagnostic::new(RuleId::SecretInArguments, span, message, label);
    // A well-known password.
    let is_public = name.starts_with(value) || is_said_again(line, word, value);
    let level = if is_public { Level::Advice } else { Level::Warning };
    let finding = finding.at_level(level);
    Some(finding.help("let the booted system download it over HTTPS, or use a token that expires soon"))
}

/// Whether the value is also another argument, or the name of the product: such a password is not secret.
fn is_said_again(line: &CommandLine<'_, '_>, word: Word<'_, '_>, value: &[u8]) -> bool {
    let is_value = |other: &[u8]| {
        let (name, other) =
            memchr::memchr(b'=', other).map_or((&b""[..], other), |at| (&other[..at], &other[at + 1..]));
        other == value && !is_secret(name)
    };
    let others = line.words.iter().filter(|other| other.span() != word.span());
    let path = line.image.text().split(|byte| !byte.is_ascii_alphanumeric());
    others.map(|other| other.text()).any(is_value) || path.into_iter().any(|part| part == value)
}

fn is_secret(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| matches!(byte, b'.' | b'/' | b':')).next().unwrap_or_default();
    KernelArgument::of(name).is_some_and(|argument| argument.is_secret)
        || Meaning::SecretName.is_in(last) && !Meaning::NoSecretName.is_in(last)
}
