//! Passwords in kernel command lines.

use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::template::has_template;

pub(super) const META: RuleMeta = RuleMeta {
    name: "secret-in-arguments",
    code: "IPX610",
    summary: "a password or token stands in a kernel's command line",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// Last parts of the names of arguments whose values are secrets.
const SECRETS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "rootpw",
    "rootpass",
    "secret",
    "token",
    "password-again",
    "apikey",
    "api_key",
    "psk",
    "sshpw",
    "vncpassword",
    "wpa",
];

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    for line in cx.command_lines().linux() {
        out.extend(line.words.iter().filter_map(|word| look_at(*word)));
    }
}

fn look_at(word: Word<'_, '_>) -> Option<Diagnostic> {
    let text = word.as_literal().filter(|text| !has_template(text))?;
    let equals = memchr::memchr(b'=', text)?;
    let (name, value) = (text.get(..equals)?, text.get(equals + 1..)?);
    // A URI is where the secret is, and not the secret.
    if !is_secret(name) || value.is_empty() || memchr::memmem::find(value, b"://").is_some() {
        return None;
    }
    let span = word.span_at(equals + 1..text.len());
    let message = format!("the value of {} is written in the script", quote(name));
    let label = "whoever can fetch the script can read it, and on the machine every user can";
    let finding = Diagnostic::new(RuleId::SecretInArguments, span, message, label);
    // The password that everybody knows.
    let level = if name.starts_with(value) { Level::Advice } else { Level::Warning };
    let finding = finding.at_level(level);
    Some(finding.help("have it fetched over HTTPS by what is booted, or use a token that is soon invalid"))
}

fn is_secret(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let last = name.rsplit(['.', '/', ':']).next().unwrap_or_default();
    SECRETS.iter().any(|secret| {
        last == *secret
            || last
                .strip_suffix(secret)
                .is_some_and(|rest| rest.ends_with(['-', '_']) || rest == "ssh" || rest == "vnc")
    })
}
