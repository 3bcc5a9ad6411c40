//! Settings that are set for nobody.

use foldhash::HashSet;
use ipxe_catalog::{Actions, Catalog, Implementation, Role};
use ipxe_language::setting_name::{SettingName, parse_tag};
use ipxe_syntax::Command;

use crate::{Diagnostic, FixKind, Level, RuleId, RuleMeta, context::Context, sink::Sink, text::quote};
use ipxe_language::setting_name::untyped;
use ipxe_model::commands::used_settings::used_settings;
use ipxe_model::reach::standing::Role as Standing;

pub(super) const META: RuleMeta = RuleMeta {
    name: "unused-setting",
    code: "IPX314",
    summary: "a setting of the script's own is set and never used",
    level: Level::Advice,
    fix: FixKind::Never,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let own: Vec<_> = own_settings(cx).collect();
    // A script that others call returns to them.
    if own.is_empty() || shares_settings(cx) || cx.standing().role == Standing::Started {
        return;
    }
    let used = used_settings(cx);
    let mut reported = HashSet::default();
    for (name, command) in own {
        if !used.has(name) && reported.insert(name) {
            out.extend(report(name, command));
        }
    }
}

/// The settings that mean nothing to iPXE, each with a command that sets it.
fn own_settings<'a, 's>(cx: &'a Context<'_, 's>) -> impl Iterator<Item = (&'a [u8], Command<'a, 's>)> {
    let sets = |implementation| matches!(implementation, Implementation::Set | Implementation::Read);
    let writes = cx.written().writes().iter().filter(move |write| sets(write.implementation));
    writes.filter_map(|write| {
        let name = write.name.as_known().map(untyped)?;
        let command = cx.script.command(write.command).filter(|command| !cx.is_template(*command))?;
        // Without a value it is cleared.
        let has_value = write.implementation == Implementation::Read || command.arguments().nth(1).is_some();
        let is_own = SettingName::parse(name).scope.is_empty()
            && !name.is_empty()
            && Catalog::setting_in_any_release(name).is_none()
            && parse_tag(name).is_none();
        (is_own && has_value && !cx.known().is_provided(name)).then_some((name, command))
    })
}

/// Whether others may use what the script sets: scripts that it starts, or one that it returns to.
fn shares_settings(cx: &Context<'_, '_>) -> bool {
    let starts = |form: &ipxe_catalog::CommandForm| {
        // Whatever the network offers may be a script.
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
    let message = format!("{} is set, and nothing uses it", quote(name));
    let label = "iPXE does nothing with a setting of this name";
    let finding = Diagnostic::new(RuleId::UnusedSetting, word.span(), message, label);
    Some(finding.help(
        "use it, or remove this; if the name of one of iPXE's settings was meant, look at its spelling",
    ))
}
