//! `inc` and `clear` of a misspelt setting: they have no effect on the intended one.

use foldhash::HashSet;
use ipxe_catalog::{Catalog, Implementation};
use ipxe_language::setting_name::{SettingName, untyped};
use ipxe_model::settings::{misspellings::is_misspelling, written_settings::SettingWrite};

use super::{CANDIDATES, is_relative};
use crate::{Diagnostic, Fix, Level, RuleId, context::Context, text::quote};

pub(super) fn check(cx: &Context<'_, '_>) -> Vec<Diagnostic> {
    let writes = cx.written().writes();
    let adjusts = |write: &&SettingWrite<'_>| {
        matches!(write.implementation, Implementation::Inc | Implementation::Clear)
    };
    if !writes.iter().any(|write| adjusts(&write)) {
        return Vec::new();
    }
    let named = |write: &SettingWrite<'_>| write.name.as_known().map(|name| untyped(name).to_vec());
    let expansions = || cx.script.expansions().filter_map(|used| used.inside().as_literal()).map(untyped);
    let used: HashSet<&[u8]> = expansions().collect();
    let set: Vec<Vec<u8>> =
        writes.iter().filter(|write| !adjusts(write)).filter_map(named).take(CANDIDATES).collect();
    let is_own = |name: &[u8]| {
        SettingName::parse(name).scope.is_empty()
            && Catalog::setting_in_any_release(name).is_none()
            && !cx.known().may_have_value(name)
    };
    let lost = writes.iter().filter(adjusts).filter_map(|write| {
        let name = named(write).filter(|name| is_own(name) && !used.contains(name.as_slice()))?;
        if set.contains(&name) {
            return None;
        }
        let is_meant = |other: &&Vec<u8>| {
            used.contains(other.as_slice()) && is_misspelling(&name, other) && !is_relative(&name, other)
        };
        report(cx, write, &name, set.iter().find(is_meant)?)
    });
    lost.collect()
}

fn report(cx: &Context<'_, '_>, write: &SettingWrite<'_>, name: &[u8], meant: &[u8]) -> Option<Diagnostic> {
    let command = cx.script.command(write.command)?;
    let word = command.arguments().find(|word| word.as_literal().map(untyped) == Some(name))?;
    let message = format!("nothing sets or uses {}; is it {}?", quote(name), quote(meant));
    let label = "the other setting keeps its value";
    let meant = std::str::from_utf8(meant).ok()?;
    let fix = Fix::unsafe_(format!("did you mean `{meant}`?"), word.span_at(0..name.len()), meant);
    let finding = Diagnostic::new(RuleId::UnusedSetting, word.span(), message, label);
    Some(finding.at_level(Level::Warning).fix(fix))
}
