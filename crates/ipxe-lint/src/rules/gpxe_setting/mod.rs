//! Settings that existed only in gPXE and its patches.

use ipxe_catalog::world::AliasOf;
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::Expansion;

use crate::{
    Diagnostic, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "gpxe-setting",
    code: "IPX220",
    summary: "a setting exists only in gPXE",
    level: Level::Warning,
    fix: FixKind::Always,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let is_old = |expansion: &Expansion<'_, '_>| is_gpxe_setting(cx, expansion.inside().text());
    let places: Vec<_> = cx.script.expansions().filter(is_old).collect();
    let Some(first) = places.first() else { return };
    let message = format!("{} is a setting of gPXE, which iPXE does not have", quote(first.inside().text()));
    let finding = Diagnostic::new(RuleId::GpxeSetting, first.span(), message, "this expands to nothing");
    let finding = label_all(finding, places.iter().skip(1).map(|place| place.span()), "this, too");
    let edits = places.iter().map(|place| {
        let scope = place.scope().map(|scope| String::from_utf8_lossy(scope.text()).into_owned());
        (place.span(), format!("${{{}/mac:hexhyp}}", scope.as_deref().unwrap_or("netX")))
    });
    let title = "in iPXE, a type gives the address with hyphens: `${netX/mac:hexhyp}`";
    out.push(match fix_all(title, edits) {
        Some(fix) => finding.fix(fix),
        None => finding.help(title),
    });
}

/// The maximum length of a setting of gPXE, in bytes: nested expansions are not read again and again.
const LONGEST: usize = 256;

/// Whether a setting, `[scope/]name[:type]`, existed only in gPXE, and nothing else sets it.
fn is_gpxe_setting(cx: &Context<'_, '_>, name: &[u8]) -> bool {
    name.len() <= LONGEST
        && AliasOf::GpxeSetting.own_name(SettingName::parse(name).name).is_some()
        && !cx.is_setting(name)
}
