//! Relative URIs with the wrong folder as their base.

use ipxe_model::tree::absent::{AbsentUri, AfterFailure, absent_uris, after_failure};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, facts::tried::tries, sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "misplaced-script",
    code: "IPX815",
    summary: "a URI names another directory than the one with the script",
    level: Level::Error,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let found = absent_uris(cx);
    out.extend(found.iter().filter_map(|found| report(cx, found)));
}

fn report(cx: &Context<'_, '_>, found: &AbsentUri<'_, '_, '_>) -> Option<Diagnostic> {
    let AbsentUri { uri, text, absent, is_sure } = found;
    let misplaced = absent.misplaced.as_ref()?;
    let after = after_failure(cx, uri.command.id());
    if after == AfterFailure::GoesOn && tries(cx, &misplaced.path) {
        return None;
    }
    let name = quote(&misplaced.path);
    let message = format!("iPXE requests {} as {}", name, quote(&absent.path));
    let label = if absent.is_relative {
        "a relative URI is relative to the directory of this script, which has no such script"
    } else {
        "this path is relative to the document root, which has no such script"
    };
    let is_fatal = *is_sure && absent.is_relative && after == AfterFailure::Ends;
    let level = if is_fatal { Level::Error } else { Level::Warning };
    let finding = Diagnostic::new(RuleId::MisplacedScript, uri.word.span(), message, label).at_level(level);
    let correct = String::from_utf8_lossy(&misplaced.uri);
    let has_query = || text.known_bytes().iter().any(|byte| b"?#%".contains(byte));
    Some(if uri.is_literal() && !has_query() {
        finding.fix(Fix::unsafe_(format!("write {}", quote(&misplaced.uri)), uri.word.span(), correct))
    } else {
        finding.help(format!("from here, the script is {}", quote(&misplaced.uri)))
    })
}
