//! URIs that differ from the name of a script only in upper and lower case.

use ipxe_model::tree::absent::{AbsentUri, AfterFailure, absent_uris, after_failure};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::tried::tries, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "miscased-script",
    code: "IPX816",
    summary: "a URI differs from the name of its script only in upper and lower case",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let found = absent_uris(cx);
    out.extend(found.iter().filter_map(|found| report(cx, found)));
}

fn report(cx: &Context<'_, '_>, found: &AbsentUri<'_, '_, '_>) -> Option<Diagnostic> {
    let AbsentUri { uri, text, absent, .. } = found;
    let path = absent.in_other_case.as_ref()?;
    let after = after_failure(cx, uri.command.id());
    if after == AfterFailure::GoesOn && tries(cx, path) {
        return None;
    }
    let message = format!("the file is {}, not {}", quote(path), quote(&absent.path));
    let label = "file names on Linux servers are case-sensitive: there is no such file";
    let finding = Diagnostic::new(RuleId::MiscasedScript, uri.word.span(), message, label);
    Some(match spelled(text.known_bytes(), path).filter(|_| uri.is_literal()) {
        Some(spelled) => {
            let title = format!("write {}", quote(&spelled));
            let text = String::from_utf8_lossy(&spelled).into_owned();
            finding.fix(Fix::unsafe_(title, uri.word.span(), text))
        }
        None => finding.help("write the name of the file"),
    })
}

/// A URI with the spelling of the file at a path. None if it does not end in the path.
fn spelled(uri: &[u8], path: &[u8]) -> Option<Vec<u8>> {
    let alike =
        uri.iter().rev().zip(path.iter().rev()).take_while(|(one, other)| one.eq_ignore_ascii_case(other));
    let alike = alike.count();
    let head = uri.get(..uri.len() - alike)?;
    // The rest may only be `..` or the server.
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric();
    let is_whole = alike == path.len() || !head.iter().any(is_name);
    is_whole.then(|| [head, path.get(path.len() - alike..).unwrap_or_default()].concat())
}
