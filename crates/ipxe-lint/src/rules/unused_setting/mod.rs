//! Settings that are set, but never used.

mod other_spelling;

use foldhash::HashSet;
use ipxe_catalog::{Actions, Catalog, Implementation, Role};
use ipxe_language::setting_name::{SettingName, parse_tag};
use ipxe_syntax::Command;

use crate::{Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::{
    commands::name_set::{NameSet, is_interface},
    reach::standing::Role as Standing,
    settings::misspellings::{is_misspelling, near_predefined},
};

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-setting",
    code: "IPX314",
    summary: "a script's own setting is set, but never used",
    level: Level::Advice,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// The maximum number of settings that are compared.
const CANDIDATES: usize = 256;

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    out.extend(of_interfaces(cx));
    out.extend(other_spelling::check(cx));
    let own: Vec<_> = own_settings(cx).collect();
    if own.is_empty() {
        return;
    }
    let used = cx.used();
    // A script that others start returns to them.
    let is_shared = shares_settings(cx) || cx.standing().role == Standing::Started;
    let mut reported = HashSet::default();
    for (name, command) in own.iter().copied() {
        if used.has(name) || !reported.insert(name) {
            continue;
        }
        match meant(&own, used, name) {
            Some(meant) => out.extend(report_misspelt(name, meant, command)),
            None if predefined(name).is_some() => {
                out.extend(predefined(name).and_then(|meant| report_predefined(name, meant, command)));
            }
            None if is_shared => {}
            None => out.extend(report(name, command)),
        }
    }
}

/// The setting that the script sets and uses, and of which this unused name is a misspelling.
fn meant<'a>(own: &[(&'a [u8], Command<'a, '_>)], used: &NameSet<'_>, name: &[u8]) -> Option<&'a [u8]> {
    let mut others = own.iter().take(CANDIDATES).map(|(other, _)| *other);
    others.find(|other| {
        *other != name && is_misspelling(name, other) && used.has(other) && !is_relative(name, other)
    })
}

/// Whether two names have different letters in the same positions, like names of one family: `archa`, `archb`.
fn is_relative(name: &[u8], other: &[u8]) -> bool {
    let sorted = |name: &[u8]| {
        let mut letters = name.to_ascii_lowercase();
        letters.iter_mut().filter(|byte| **byte == b'_').for_each(|byte| *byte = b'-');
        letters.sort_unstable();
        letters
    };
    name.len() == other.len() && sorted(name) != sorted(other)
}

/// The setting of iPXE with the same name, apart from hyphens and case.
fn predefined(name: &[u8]) -> Option<&'static str> {
    let written = String::from_utf8_lossy(name).to_ascii_lowercase().replace('_', "-");
    Catalog::setting_in_any_release(written.as_bytes()).map(|spec| spec.name)
}

fn report_predefined(name: &[u8], meant: &str, command: Command<'_, '_>) -> Option<Diagnostic> {
    let word = command.arguments().find(|word| word.as_literal().map(untyped) == Some(name))?;
    let message = format!("{} is set, but never used: iPXE's setting is `{meant}`", quote(name));
    let label = "iPXE does not use a setting with this name";
    let place = word.span_at(0..name.len());
    let finding =
        Diagnostic::new(RuleId::UnusedSetting, word.span(), message, label).at_level(Level::Warning);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), place, meant)))
}

fn report_misspelt(name: &[u8], meant: &[u8], command: Command<'_, '_>) -> Option<Diagnostic> {
    let word = command.arguments().find(|word| word.as_literal().map(untyped) == Some(name))?;
    let message = format!("{} is set, but never used; is it {}?", quote(name), quote(meant));
    let label = "the script uses a setting with another name, which this does not change";
    let meant = std::str::from_utf8(meant).ok()?;
    let place = word.span_at(0..name.len());
    let finding =
        Diagnostic::new(RuleId::UnusedSetting, word.span(), message, label).at_level(Level::Warning);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), place, meant)))
}

/// `set net0/gatway …`: settings of interfaces with a name that is similar to a predefined one.
fn of_interfaces(cx: &Context<'_, '_>) -> Vec<Diagnostic> {
    let sets = |implementation| matches!(implementation, Implementation::Set | Implementation::Read);
    let writes = cx.written().writes().iter().filter(|write| sets(write.implementation));
    let foreign: Vec<_> = writes
        .filter_map(|write| {
            let full = write.name.as_known().map(untyped)?;
            let SettingName { scope, name, .. } = SettingName::parse(full);
            let is_foreign = is_interface(scope)
                && Catalog::setting_in_any_release(name).is_none()
                && parse_tag(name).is_none()
                && !cx.known().is_provided(full);
            if !is_foreign {
                return None;
            }
            let meant = near_predefined(cx.catalog, name, true)?;
            let command = cx.script.command(write.command)?;
            Some((full, scope.len() + 1, meant, command))
        })
        .collect();
    if foreign.is_empty() {
        return Vec::new();
    }
    let used = cx.used();
    let unused = foreign.into_iter().filter(|(full, ..)| !used.has(full));
    unused
        .filter_map(|(full, start, meant, command)| misspelt_of_interface(full, start, meant, command))
        .collect()
}

fn misspelt_of_interface(
    full: &[u8],
    start: usize,
    meant: &[u8],
    command: Command<'_, '_>,
) -> Option<Diagnostic> {
    let word = command.arguments().find(|word| word.text().starts_with(full))?;
    let (place, meant) = (word.span_at(start..full.len()), std::str::from_utf8(meant).ok()?);
    let message = format!("interfaces have no setting {}; is it `{meant}`?", quote(full.get(start..)?));
    let label = "this value is stored, but never used";
    let finding = Diagnostic::new(RuleId::UnusedSetting, place, message, label).at_level(Level::Warning);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{meant}`?"), place, meant)))
}

/// The settings without a meaning to iPXE, each with a command that sets it.
fn own_settings<'a, 's>(cx: &'a Context<'_, 's>) -> impl Iterator<Item = (&'a [u8], Command<'a, 's>)> {
    let sets = |implementation| matches!(implementation, Implementation::Set | Implementation::Read);
    let writes = cx.written().writes().iter().filter(move |write| sets(write.implementation));
    writes.filter_map(|write| {
        let name = write.name.as_known().map(untyped)?;
        let command = cx.script.command(write.command)?;
        // Without a value, it is deleted.
        let has_value = write.implementation == Implementation::Read || command.arguments().nth(1).is_some();
        let is_own = SettingName::parse(name).scope.is_empty()
            && !name.is_empty()
            && Catalog::setting_in_any_release(name).is_none()
            && parse_tag(name).is_none();
        (is_own && has_value && !cx.known().is_provided(name)).then_some((name, command))
    })
}

/// Whether others may use the script's settings: scripts that it starts, or one to which it returns.
fn shares_settings(cx: &Context<'_, '_>) -> bool {
    let starts = |form: &ipxe_catalog::CommandForm| {
        // A file that the network offers may be a script.
        if form.implementation == Implementation::Autoboot {
            return true;
        }
        let runs = form.effects.actions.intersects(Actions::EXECUTES.union(Actions::RUNS_COMMANDS));
        runs && form.arguments.iter().any(|argument| matches!(argument.role, Role::ImageOrUri | Role::Uri))
    };
    let boots = |form: &ipxe_catalog::CommandForm| {
        form.effects.actions.intersects(Actions::BOOTS.union(Actions::EXECUTES))
    };
    let is_boot = |command: Command<'_, '_>| {
        let is_autoboot =
            cx.form(command).is_some_and(|form| form.implementation == Implementation::Autoboot);
        command.arguments().next().is_none() && !is_autoboot
    };
    cx.invocations_that_may(&starts).any(|(command, _)| !is_boot(command))
        || cx.invocations_where(&boots).next().is_none()
        || cx.written().names().is_open()
}

fn report(name: &[u8], command: Command<'_, '_>) -> Option<Diagnostic> {
    let word = command.arguments().find(|word| word.as_literal().map(untyped) == Some(name))?;
    let message = format!("{} is set, but never used", quote(name));
    let label = "iPXE does not use a setting with this name";
    let finding = Diagnostic::new(RuleId::UnusedSetting, word.span(), message, label);
    Some(finding.help("use it, or remove this; if it should be one of iPXE's settings, check the spelling"))
}
