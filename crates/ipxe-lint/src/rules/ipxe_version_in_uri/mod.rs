//! `${version}` in a URI, where the version of iPXE is hardly intended.

use ipxe_model::commands::uris::{WrittenUri, scheme_length};
use ipxe_syntax::Span;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, occurrences::label_all, sink::Sink,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "ipxe-version-in-uri",
    code: "IPX817",
    summary: "a path contains `${version}`, which is the version of iPXE",
    level: Level::Warning,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The built-in setting.
const NAME: &[u8] = b"version";

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    if memchr::memmem::find(cx.script.source(), b"${version}").is_none() || cx.written().names().has(NAME) {
        return;
    }
    let uses = cx.written_uris().filter(|uri| is_location(uri)).flat_map(|uri| in_path(&uri));
    let uses: Vec<Span> = uses.filter(|place| !cx.others_may_set(place.start())).collect();
    let Some((first, more)) = uses.split_first() else { return };
    let message = "nothing in this script sets `version`, so this is the version of iPXE";
    let label = "this becomes a text such as `1.21.1+ (g83449)`, which no path on a server contains";
    let finding = Diagnostic::new(RuleId::IpxeVersionInUri, *first, message.to_owned(), label);
    let finding = label_all(finding, more.iter().copied(), "also here");
    out.push(finding.help("set it above, `set version …`, or use another setting"));
}

/// Whether it is certainly a URI.
fn is_location(uri: &WrittenUri<'_, '_>) -> bool {
    uri.role.is_uri() || uri.text().starts_with(b"${") || scheme_length(uri.text()).is_some()
}

/// The uses of the setting in the path of a URI. The query is excluded: it is for a program, which may need the
/// version.
fn in_path(uri: &WrittenUri<'_, '_>) -> Vec<Span> {
    let end = memchr::memchr2(b'?', b'#', uri.text()).unwrap_or(uri.text().len());
    let uses = uri.expansions().filter(|(range, used)| {
        range.end <= end && range.start > 0 && used.inside().as_literal() == Some(NAME)
    });
    uses.map(|(range, _)| uri.span_at(range)).collect()
}
