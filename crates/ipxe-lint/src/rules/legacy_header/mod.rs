//! The header of gPXE.

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink};

pub(super) const META: RuleMeta = RuleMeta {
    name: "legacy-header",
    code: "IPX112",
    summary: "the script has the header of gPXE",
    level: Level::Advice,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let header = cx.script.header();
    if header.is_legacy() {
        let label = "iPXE still accepts the header of its predecessor";
        let finding = Diagnostic::new(RuleId::LegacyHeader, header.span(), "the header is for gPXE", label);
        out.push(finding.fix(Fix::unsafe_(
            "write `#!ipxe`, unless gPXE runs this script, too",
            header.span(),
            "#!ipxe",
        )));
    }
}
