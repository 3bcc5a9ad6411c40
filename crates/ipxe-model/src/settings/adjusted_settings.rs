//! Settings that a script only changes if they already have a certain value:
//! `iseq ${arch} x86_64 && set arch amd64 ||`.

use foldhash::HashMap;
use ipxe_catalog::Implementation;
use ipxe_language::setting_name::SettingName;
use ipxe_syntax::{Command, Expansion, OperatorKind};

use crate::commands::comparison::Comparison;
use crate::settings::SettingFacts;
use ipxe_language::setting_name::untyped;

/// A setting that the script changes, and whose first value has no known origin.
#[derive(Clone, Copy, Debug)]
pub struct Adjusted<'a, 's> {
    /// The name of the setting.
    pub name: &'a [u8],
    /// Its first use in a comparison that decides about the change.
    pub compared: Expansion<'a, 's>,
    /// The command that changes it if the comparison succeeds.
    pub change: Command<'a, 's>,
}

/// These settings, in the order of the script, without those that it tests with `isset`.
pub fn adjusted_settings<'a, 's>(cx: &SettingFacts<'a, 's>) -> Vec<Adjusted<'a, 's>> {
    if cx.written().names().is_open() || cx.invocations_of(Implementation::Iseq).next().is_none() {
        return Vec::new();
    }
    let mut found: HashMap<&[u8], Option<Adjusted<'a, 's>>> = HashMap::default();
    for write in cx.written().writes() {
        let known = cx.script.command(write.command).zip(write.name.as_known().map(untyped));
        let Some((command, name)) = known else { continue };
        match change(cx, command, name) {
            Some(adjusted) => _ = found.entry(name).or_insert(Some(adjusted)),
            None => _ = found.insert(name, None),
        }
    }
    let is_from_nowhere =
        |found: &Adjusted<'_, '_>| !cx.known().may_have_value(found.name) && !cx.tested().has(found.name);
    let mut adjusted: Vec<_> = found.into_values().flatten().filter(is_from_nowhere).collect();
    adjusted.sort_unstable_by_key(|found| found.change.id());
    adjusted
}

/// The command, if it changes a setting that was found to have a certain value.
fn change<'a, 's>(
    cx: &SettingFacts<'a, 's>,
    command: Command<'a, 's>,
    name: &[u8],
) -> Option<Adjusted<'a, 's>> {
    let is_set = cx.form(command)?.implementation == Implementation::Set;
    if !is_set || command.operator()?.kind != OperatorKind::And {
        return None;
    }
    let test = command.before_on_line().next_back()?;
    let comparison = Comparison::of(cx, test).filter(|comparison| !comparison.text.is_empty())?;
    let compared = comparison.expansion.inside().as_literal().map(untyped)?;
    let is_same = compared == name && SettingName::parse(name).scope.is_empty();
    is_same.then_some(Adjusted { name: compared, compared: comparison.expansion, change: command })
}
