//! Passwords and tokens in the script.

use std::ops::Range;

use ipxe_catalog::Implementation;
use ipxe_language::{setting_name::SettingName, text::Text, uri::Uri};
use ipxe_syntax::Word;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_model::commands::{positional_words, uris::WrittenUri};

pub(super) const META: RuleMeta = RuleMeta {
    name: "secret-in-script",
    code: "IPX806",
    summary: "a password or token is written in the script",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

const LABEL: &str = "anyone who can download the script can read it";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(cx.written_uris().filter_map(|uri| in_uri(cx, &uri)));
    let sets = cx.invocations_of(Implementation::Set);
    for (command, invocation) in sets {
        let name = invocation.positional(0).and_then(Text::as_known);
        if let Some(name) = name.filter(|name| is_secret(name)) {
            out.extend(in_setting(name, &positional_words(command, invocation).skip(1).collect::<Vec<_>>()));
        }
    }
}

/// The secret in a URI's authority, if the authority is literal and does not come from a setting.
fn in_uri<'a, 's>(cx: &Context<'a, 's>, uri: &WrittenUri<'a, 's>) -> Option<Diagnostic> {
    let start = memchr::memmem::find(uri.text(), b"://")? + b"://".len();
    let after = uri.text().get(start..)?;
    let end = after.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(after.len());
    let written = start..start + memchr::memrchr(b'@', after.get(..end)?)?;
    let text = cx.constants().resolve_from(uri.word, uri.start, cx);
    let parsed = Uri::parse(&text);
    let user = parsed.user?;
    let what = match parsed.password.map(|password| password.as_known()) {
        Some(password) => password
            .filter(|password| is_password(password) && !is_public(user.bytes()))
            .map(|_| "a password"),
        None => user.as_known().filter(|user| is_token(user)).map(|_| "a token"),
    }?;
    let shown = masked(uri.text(), &written);
    let message = format!("{} contains {what}", quote(&shown));
    let shows = if uri.role.is_uri() { ", and `${cwuri}` shows it" } else { "" };
    let label = format!("{LABEL}{shows}");
    let finding = Diagnostic::new(RuleId::SecretInScript, uri.span_at(written), message, label);
    Some(finding.help("use a token that expires soon, or ask for the password with `login`"))
}

/// A URI without the text before the host; if there is a password, the user's name stays.
fn masked(text: &[u8], written: &Range<usize>) -> Vec<u8> {
    let (head, tail) = (text.get(..written.start), text.get(written.end..));
    let user = text.get(written.clone()).and_then(|info| info.get(..=memchr::memchr(b':', info)?));
    [head, user, Some("…".as_bytes()), tail].into_iter().flatten().collect::<Vec<_>>().concat()
}

/// Whether a password is one, and not a placeholder.
fn is_password(password: &[u8]) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b'<' | b'>' | b'{' | b'}' | b'[' | b']' | b'$');
    let is_crossed_out = password.iter().all(|byte| matches!(byte, b'x' | b'X' | b'*' | b'.'));
    !password.iter().any(is_blank) && !is_crossed_out
}

/// Users with a public password.
fn is_public(user: &[u8]) -> bool {
    [&b"anonymous"[..], b"ftp", b"guest"].contains(&user)
}

/// Whether a user is more likely a token: long, and of letters and digits unlike a name.
fn is_token(user: &[u8]) -> bool {
    let digits = user.iter().filter(|byte| byte.is_ascii_digit()).count();
    user.len() >= 20
        && digits >= 3
        && user.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a setting is a secret, according to iPXE or by its name.
fn is_secret(name: &[u8]) -> bool {
    let SettingName { scope, name, .. } = SettingName::parse(name);
    let is_wireless_key = name == b"key" && scope.starts_with(b"net");
    let name = name.to_ascii_lowercase();
    let ends = |word: &&str| {
        name.strip_suffix(word.as_bytes())
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(b"-") || rest.ends_with(b"_"))
    };
    is_wireless_key || ["password", "passwd", "passphrase", "secret", "token", "rootpw"].iter().any(ends)
}

fn in_setting(name: &[u8], value: &[Word<'_, '_>]) -> Option<Diagnostic> {
    let (first, last) = (value.first()?, value.last()?);
    let is_literal = value.iter().all(|word| word.as_literal().is_some_and(is_password));
    let is_uri = memchr::memmem::find(first.text(), b"://").is_some();
    if !is_literal || is_uri {
        return None;
    }
    let message = format!("the value of {} is written in the script", quote(name));
    let finding = Diagnostic::new(RuleId::SecretInScript, first.span().cover(last.span()), message, LABEL);
    // If a drive requires a password, there is often no other place for it.
    Some(
        finding.at_level(Level::Advice).help("serve the script over HTTPS, only to clients that may know it"),
    )
}
